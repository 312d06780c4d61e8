"""The house with a map of how the sepsis alert is to be used, its hazards, and a log that can be put to a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from attending.program.models import Person, Seat
from attending.workflow.actions.hazards import accepting, controls, keeping, rating
from attending.workflow.actions.maps import open_map, save_draft
from attending.workflow.actions.offering import offer
from attending.workflow.models import (
    CareMap,
    ControlKind,
    ControlSide,
    Hazard,
    HazardControl,
    HazardLogVersion,
    HazardRating,
    MapDraft,
    MapKind,
    MapVersion,
    RatingPhase,
)
from attending.workflow.rules.acceptance import Outcome
from attending.workflow.rules.hazard_words import HazardWords
from attending.workflow.rules.map_signing import Outcome as MapDecision
from tests.integration.house import House, sign

MAP = """format: attending-map/1
title: Sepsis alert on the ward
shifts:
  day: {from: "07:00", to: "19:00"}
  night: {from: "19:00", to: "07:00"}
lanes:
  nurse: {name: Ward nurse, discipline: nursing, capacity: {day: 3, night: 1}}
  model: {name: Sepsis model, kind: system}
  physician: {name: Ward physician, discipline: medicine, capacity: {day: 2, night: 1}}
steps:
  vitals: {lane: nurse, kind: start, name: Take vital signs, next: score}
  score:
    lane: model
    kind: assist
    name: Score for sepsis
    assist: {shows: Risk of sepsis, to: nurse, form: Alert, channel: EHR, moment: Every hour}
    fallback: {step: paper, procedure: Paper score in the blue folder, downtime: true}
    next: look
  paper: {lane: nurse, kind: task, name: Fill in the paper score, next: look}
  look:
    lane: nurse
    kind: task
    name: Look at the patient
    oversight: {of: [score], may: stop, authority: May stop the alert on this ward}
    limit: {minutes: 30, from: score, on_breach: {tell: physician, do: Call the physician}}
    next: order
  order: {lane: physician, kind: task, name: Order antibiotics, next: done}
  done: {lane: physician, kind: end, name: Treated}
hazards:
  missed:
    name: A patient with sepsis is not flagged
    step: score
    causes: [Atypical presentation]
    consequences: [Antibiotics delayed]
    barriers: [look]
  late:
    name: The alert is answered late
    step: score
    causes: [One nurse at night]
    consequences: [Antibiotics delayed, Shock]
    barriers: [look]
    recovery: [Round of the rapid response team]
"""
LATER_MAP = MAP + "  fatigue: {name: Alerts are clicked away, step: look, barriers: [Dismissing needs a reason]}\n"
DCB0160 = ("dcb0160", "3.2")
HFMEA = ("hfmea", "2001")


def judged(**changes: Any) -> rating.Judgement:
    """A medium likelihood of considerable harm by DCB0160: 3, unless told otherwise."""
    values: dict[str, Any] = {
        "method": DCB0160[0],
        "version": DCB0160[1],
        "severity": "considerable",
        "likelihood": "medium",
        "reason": "It happens a few times a year.",
    }
    return rating.Judgement(**{**values, **changes})


def planned(owner: Person, **changes: Any) -> controls.Planned:
    """A training that is due in a month, unless told otherwise."""
    values: dict[str, Any] = {
        "what": "Train the night shift",
        "kind": ControlKind.TRAINING,
        "side": ControlSide.PREVENTS,
        "owner": owner,
        "due_on": timezone.localdate() + timedelta(days=30),
    }
    return controls.Planned(**{**values, **changes})


@dataclass
class HazardWorld:
    """The house and its map; the platform owner and operations keep the log, the owner and the sponsor accept."""

    house: House
    care_map: CareMap

    def take_over(self) -> list[Hazard]:
        return keeping.take_over(self.house.operations, self.house.use_case)

    def own(self, hazard: Hazard, owner: Person | None = None) -> Hazard:
        return keeping.name_owner(self.house.operations, hazard, owner or self.house.nurse)

    def rate(self, hazard: Hazard, phase: RatingPhase = RatingPhase.INITIAL, **changes: Any) -> HazardRating:
        return rating.rate(self.house.operations, hazard, phase, judged(**changes))

    def rate_both(self, hazard: Hazard, **residual: Any) -> HazardRating:
        """Before and after controls."""
        if not hazard.ratings.exists():
            self.rate(hazard)
        return self.rate(hazard, RatingPhase.RESIDUAL, **{"likelihood": "low", "reason": "After training.", **residual})

    def control(self, hazard: Hazard, **changes: Any) -> HazardControl:
        return controls.add_control(
            self.house.operations, hazard, planned(changes.pop("owner", self.house.nurse), **changes)
        )

    def finish(self, control: HazardControl) -> HazardControl:
        """Done by its owner, confirmed by operations."""
        controls.report_done(self.house.nurse, control, proof="List of 14 November")
        return controls.confirm_done(self.house.operations, control)

    def whole(self) -> list[Hazard]:
        """A log that lacks nothing: both hazards owned, and rated 2 after controls."""
        found = self.take_over()
        for hazard in found:
            self.own(hazard)
            self.rate_both(hazard)
        return found

    def put(self, acting: Person | None = None) -> HazardLogVersion:
        return accepting.put_to_acceptance(acting or self.house.platform, self.house.use_case, reason="Controls hold.")

    def accept(self, version: HazardLogVersion, choice: str = Outcome.ACCEPT) -> HazardLogVersion:
        """Signed by the clinical owner and the executive sponsor."""
        sign(version.proposal, self.house.owner, Seat.CLINICAL_OWNER, choice)
        sign(version.proposal, self.house.sponsor, Seat.EXECUTIVE_SPONSOR, choice)
        return HazardLogVersion.objects.get(pk=version.pk)

    def accepted(self) -> HazardLogVersion:
        self.whole()
        return self.accept(self.put())


def build_world(house: House) -> HazardWorld:
    """The house with its to-be map as a draft."""
    return HazardWorld(house, open_map(house.owner, house.use_case, MapKind.TO_BE, text=MAP))


def signed_version(world: HazardWorld, text: str = MAP) -> MapVersion:
    """A version of the map that a nurse and a physician signed."""
    house = world.house
    draft = MapDraft.objects.get(care_map=world.care_map)
    save_draft(house.owner, world.care_map, text, revision=draft.revision)
    version = offer(house.operations, world.care_map, why="As walked through.", ask=[house.nurse, house.owner])
    proposal = version.offer.proposal
    sign(proposal, house.nurse, Seat.NURSING_LEAD, MapDecision.SIGN)
    sign(proposal, house.owner, Seat.CLINICAL_OWNER, MapDecision.SIGN)
    return version


def logged_control(house: House) -> HazardControl:
    """A control that is due, of a hazard that was added by hand."""
    added = keeping.add_hazard(house.operations, house.use_case, HazardWords(name="The feed stands still"))
    return controls.add_control(house.operations, added, planned(house.nurse))
