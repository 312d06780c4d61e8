"""A map of how the work is to be, signed, and a study of the workload on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from attending.analytics.alert_queue import from_preset
from attending.decisions.models import Proposal
from attending.program.models import Person, Seat
from attending.workflow.actions.contract_deciding import put_to_unit
from attending.workflow.actions.contracts import Wording, write_contract
from attending.workflow.actions.maps import open_map, save_draft
from attending.workflow.actions.offering import offer
from attending.workflow.actions.studies import study_workload
from attending.workflow.models import CareMap, MapDraft, MapKind, MapVersion, WorkflowContract, WorkloadStudy
from attending.workflow.queries.contract_maps import drawn, newest_text, to_be_of
from attending.workflow.rules.map_text import hash_of
from attending.workflow.rules.oversight import oversight_points, shifts_of
from attending.workflow.rules.study import Asked, Basis
from tests.integration.house import House, sign

TEXT = """format: attending-map/1
title: Sepsis on the ward
shifts:
  day: {from: "07:00", to: "19:00"}
  night: {from: "19:00", to: "07:00"}
lanes:
  nurse: {name: Ward nurse, discipline: nursing, capacity: {day: 3, night: 1}}
  physician: {name: Ward physician, discipline: medicine, capacity: {day: 1, night: 1}}
  model: {name: Sepsis model, kind: system}
steps:
  vitals: {lane: nurse, kind: start, name: Vital signs are charted, events: [Vital signs], next: score}
  score:
    lane: model
    kind: assist
    name: Score for sepsis
    events: [Score]
    assist: {shows: The risk, to: nurse, form: Worklist, channel: EHR, moment: At once}
    fallback: {step: paper, procedure: The paper card, downtime: true}
    next: look
  paper: {lane: nurse, kind: task, name: Fill in the card, minutes: 4, next: look}
  look:
    lane: nurse
    kind: task
    name: Look at the patient
    minutes: 8
    events: [Look]
    oversight: {of: [score], may: stop}
    limit: {minutes: 30, from: score, on_breach: {tell: physician}}
    next: done
  done: {lane: physician, kind: end, name: Seen, events: [Seen]}
hazards:
  missed: {name: A patient is missed, step: score, barriers: [look]}
rules:
  look-30: {name: Looked at within 30 minutes, from: score, to: look, within_minutes: 30}
"""


@dataclass
class World:
    house: House
    care_map: CareMap

    def sign_map(self, text: str = TEXT) -> MapVersion:
        """A version of the map, signed for both disciplines."""
        return signed(self.house, self.care_map, text)

    def study(self, acting: Person | None = None, **changes: Any) -> WorkloadStudy:
        """A study of 40 patients a day, told by the map, unless told otherwise."""
        return studied(self.house, acting or self.house.owner, **changes)

    def contract(
        self, study: WorkloadStudy, threshold: float, people: Mapping[str, int] | None = None
    ) -> WorkflowContract:
        return write_contract(
            self.house.owner, study, threshold=threshold, people=people or {"day": 3, "night": 1}, order="first-come"
        )

    def put(self, contract: WorkflowContract) -> Proposal:
        return put_to_unit(self.house.owner, contract, reason="The ward tried it.")

    def signed_contract(self, threshold: float = 0.2) -> WorkflowContract:
        """A contract that the nursing lead and the operational owner have signed."""
        contract = self.contract(self.study(), self.near(threshold))
        proposal = self.put(contract)
        sign(proposal, self.house.nurse, Seat.NURSING_LEAD, "sign")
        sign(proposal, self.house.operations, Seat.OPERATIONAL_OWNER, "sign")
        return WorkflowContract.objects.get(pk=contract.pk)

    def near(self, threshold: float) -> float:
        """The threshold of the preset's grid next to this one."""
        return min(from_preset("epic-sepsis-v1").grid(), key=lambda each: abs(each - threshold))


def build(house: House) -> World:
    return World(house, open_map(house.owner, house.use_case, MapKind.TO_BE, text=TEXT))


def drafted(house: House) -> WorkflowContract:
    """A draft of a contract on a map that waits for its signatures, from a study of few patients."""
    world = build(house)
    offered(house, world.care_map, TEXT)
    return world.contract(world.study(by_hour=(0.2,) * 24), world.near(0.2))


def signed(house: House, care_map: CareMap, text: str) -> MapVersion:
    """A version that the nurse and the physician in it have signed."""
    version = offered(house, care_map, text)
    sign(version.offer.proposal, house.nurse, Seat.NURSING_LEAD, "sign")
    sign(version.offer.proposal, house.owner, Seat.CLINICAL_OWNER, "sign")
    return MapVersion.objects.get(pk=version.pk)


def offered(house: House, care_map: CareMap, text: str) -> MapVersion:
    """A version that waits for the nurse and the physician in it."""
    draft = MapDraft.objects.get(care_map=care_map)
    save_draft(house.cmio, care_map, text, revision=draft.revision)
    return offer(house.cmio, care_map, why="As walked", ask=[house.nurse, house.owner])


def studied(house: House, acting: Person, **changes: Any) -> WorkloadStudy:
    version, text = newest_text(to_be_of(house.deployment))
    care_map = drawn(text)
    point = oversight_points(care_map)[0] if care_map else None
    asked: dict[str, Any] = {
        "validation": from_preset("epic-sepsis-v1"),
        "by_hour": (40 / 24,) * 24,
        "shifts": shifts_of(care_map),
        "people": {"day": 3, "night": 1},
        "minutes": 8.0,
        "spread": 4.0,
        "false_minutes": None,
        "deadline": 30.0,
        "lapses": True,
        "decay": None,
        "needless": 20.0,
    }
    basis = Basis(
        arrivals="Even",
        sees=point.sees if point else "",
        acts=point.acts if point else "",
        step=point.name if point else "",
        on_breach=point.on_breach if point else "",
        fallback=point.fallback if point else "",
        map_number=version.number if version else None,
        map_sha256=hash_of(text) if text else "",
    )
    return study_workload(acting, house.deployment, Asked(**{**asked, **changes}), basis)


WORDS = Wording(sees="Ward nurse", acts="Ward nurse", on_breach="The physician is told", fallback="Paper card", note="")
