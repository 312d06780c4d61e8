"""How ready the sites are, where people see it differently, and how the gates of eligibility were answered."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib import resources
from typing import Any, Final

from attending.demo.use_cases import Cast, Entry
from attending.program.models import Capability, Site, UseCase
from attending.program.models.capabilities import CapabilityKind
from attending.strategy.actions.gates import answer_gate
from attending.strategy.actions.readiness import close_assessment, open_assessment
from attending.strategy.actions.readiness_gaps import name_gap, name_gap_anew
from attending.strategy.actions.readiness_items import take_over_catalog
from attending.strategy.actions.readiness_sheet import Given, hand_in, save_grades, save_pull
from attending.strategy.models import ReadinessAssessment, ReadinessItem, Verdict

DAYS: Final = timedelta(days=10)
CANNOT_SAY: Final = "?"
COMPLIANCE: Final = "Compliance Officer"


def assess_readiness(cast: Cast, today: date) -> None:
    """Two sites assessed with visible disagreement, one being asked, one never; gaps named and gates answered."""
    text = resources.files("attending.demo").joinpath("readiness.toml").read_text("utf-8")
    data = tomllib.loads(text)
    items = take_over_catalog(cast.cmio)
    use_cases = {each.key: each for each in UseCase.objects.all()}
    sites = {each.name: each for each in Site.objects.all()}
    for entry in data["assessments"]:
        _assess(cast, use_cases[entry["use_case"]], sites[entry["site"]], entry, items, today)
    for entry in data["gates"]:
        answer_gate(
            cast.people[COMPLIANCE],
            use_cases[entry["use_case"]],
            entry["gate"],
            Verdict(entry["verdict"]),
            reason=entry["reason"],
        )


def _assess(cast: Cast, use_case: UseCase, site: Site, entry: Entry, items: list[ReadinessItem], today: date) -> None:
    people = [cast.people[each["name"]] for each in entry["people"]]
    found = open_assessment(cast.cmio, use_case, site, due_on=today + DAYS, people=people)
    for each in entry["people"]:
        if "grades" in each:
            person = cast.people[each["name"]]
            save_grades(person, found, _given(items, each["grades"], each.get("notes", {})))
            save_pull(person, found, each["pull"])
            hand_in(person, found)
    if entry["closed"]:
        found = close_assessment(cast.cmio, found)
        for gap in entry.get("gaps", ()):
            _gap(cast, found, {item.key: item for item in items}, gap)


def _given(items: list[ReadinessItem], grades: Mapping[str, list[Any]], notes: Mapping[str, str]) -> dict[int, Given]:
    given = {}
    for barrier, said in grades.items():
        own = [item for item in items if item.barrier == barrier]
        for item, grade in zip(own, said, strict=True):
            note = notes.get(item.key, "")
            given[item.pk] = Given(cannot_say=True, note=note) if grade == CANNOT_SAY else Given(grade, note=note)
    return given


def _gap(cast: Cast, found: ReadinessAssessment, items: Mapping[str, ReadinessItem], gap: Entry) -> None:
    acting, item = cast.people[gap["by"]], items[gap["item"]]
    if "capability" in gap:
        name_gap(acting, found, item, Capability.objects.get(name=gap["capability"]))
    else:
        name_gap_anew(
            acting,
            found,
            item,
            name=gap["name"],
            kind=CapabilityKind(gap["kind"]),
            description=gap["description"],
        )
