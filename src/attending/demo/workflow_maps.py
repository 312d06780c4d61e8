"""The maps of care of the ward sepsis score: today's waits for a signature, the one to be was walked, changed, signed.

All synthetic.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources
from typing import Final

from attending.demo.signing import sign_as
from attending.demo.use_cases import Cast, Entry
from attending.maps.reading import read
from attending.program.models import Person, UseCase
from attending.program.models.clinical_input import Effect
from attending.workflow.actions import walking
from attending.workflow.actions.maps import open_map, save_draft
from attending.workflow.actions.offering import freeze, offer
from attending.workflow.actions.replying import reply
from attending.workflow.models import CareMap, Goes, MapKind, MapVersion, StepAnswer
from attending.workflow.rules.map_signing import Outcome
from attending.workflow.rules.walking import owes_reply, walked

USE_CASE: Final = "Sepsis early warning on the wards"
UNIT: Final = "Hospital Medicine"
NURSING: Final = "Chief Nursing Officer"
SIGNERS: Final = (
    "Nurse Manager, Medical Intensive Care",
    "Medical Director, Emergency Medicine",
    "Director of Pharmacy",
)
DAYS_TO_WALK: Final = 10


def draw_maps(cast: Cast, today: date) -> None:
    """Draw both maps, have the one to be walked through, and put both to signature."""
    use_case = UseCase.objects.get(organisation=cast.cmio.organisation, title=USE_CASE)
    nursing, signers = cast.people[NURSING], [cast.people[name] for name in SIGNERS]
    as_is = open_map(nursing, use_case, MapKind.AS_IS, text=_text("ward-sepsis-as-is.yaml"))
    today_as_drawn = offer(nursing, as_is, why="As drawn with the ward in two meetings.", ask=signers)
    for person in signers[:2]:
        sign_as(person, today_as_drawn.offer.proposal, Outcome.SIGN)
    data = tomllib.loads(_text("ward-sepsis-walkthrough.toml"))
    first = _text("ward-sepsis-to-be.yaml").replace(data["changed"]["after"], data["changed"]["before"])
    to_be = open_map(nursing, use_case, MapKind.TO_BE, text=first)
    version = freeze(nursing, to_be, why="To be walked through on the ward.")
    for entry in data["walks"]:
        _walk(cast, nursing, version, entry, today)
    _change_and_sign(cast, to_be, version, data, signers)
    for name in data["asked"]:
        newest = to_be.versions.order_by("-number")[0]
        unit = cast.units[UNIT]
        due_on = today + timedelta(days=DAYS_TO_WALK)
        walking.ask_to_walk(nursing, newest, cast.people[name], site=unit.site, unit=unit, shift="night", due_on=due_on)


def _walk(cast: Cast, nursing: Person, version: MapVersion, entry: Entry, today: date) -> None:
    unit, walker = cast.units[UNIT], cast.people[entry["by"]]
    walk = walking.ask_to_walk(
        nursing, version, walker, site=unit.site, unit=unit, shift=entry["shift"], due_on=today + timedelta(days=5)
    )
    for step in walked(read(version.text)):
        said = entry["answers"].get(step.key, {"goes": str(Goes.AS_DRAWN)})
        walking.answer_step(walker, walk, step.key, **{**said, "goes": Goes(said["goes"])})
    walking.hand_in(walker, walk)


def _change_and_sign(
    cast: Cast, to_be: CareMap, walked_through: MapVersion, data: Entry, signers: list[Person]
) -> None:
    nursing = cast.people[NURSING]
    text = _text("ward-sepsis-to-be.yaml")
    save_draft(nursing, to_be, text, revision=to_be.draft.revision)
    version = offer(nursing, to_be, why=data["changed"]["why"], ask=signers)
    for answer in StepAnswer.objects.filter(walkthrough__version=walked_through):
        if owes_reply(answer.goes, answer.useful) and answer.step in data["replies"]:
            said = data["replies"][answer.step]
            effect = Effect(said["effect"])
            changed_in = version if effect is Effect.CHANGED else None
            reply(nursing, answer, words=said["words"], effect=effect, changed_in=changed_in)
    for person in signers:
        sign_as(person, version.offer.proposal, Outcome.SIGN)


def _text(name: str) -> str:
    return resources.files("attending.demo").joinpath("maps", name).read_text("utf-8")
