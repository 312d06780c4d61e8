"""A map of two disciplines, and people who draw, sign and walk it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from attending.accounts.models import User
from attending.program.actions.people import add_person
from attending.program.models import Discipline, Person, Site
from attending.workflow.actions import walking
from attending.workflow.actions.maps import open_map, save_draft
from attending.workflow.actions.offering import freeze, offer
from attending.workflow.models import CareMap, Goes, MapDraft, MapKind, MapVersion, Walkthrough
from attending.workflow.rules.map_signing import Outcome
from tests.integration.house import House, sign

TEXT = """\
format: attending-map/1
title: Sepsis at the bedside
shifts:
  day: {from: "07:00", to: "19:00"}
  night: {from: "19:00", to: "07:00"}
lanes:
  nurse: {name: Nurse, discipline: nursing, capacity: {day: 4, night: 2}}
  physician: {name: Physician, discipline: medicine, capacity: {day: 1, night: 1}}
steps:
  arrive: {lane: nurse, kind: start, name: Patient arrives, next: look}
  look: {lane: nurse, kind: task, name: Look at the patient, events: [Triage], next: {to: treat, hand_off: Phone}}
  treat: {lane: physician, kind: task, name: Treat the patient, events: [Treatment], next: done}
  done: {lane: physician, kind: end, name: Treated}
"""
UNCLEAN = TEXT.replace(", next: done}", "}")
"""A dead end: the checks say that it must be mended."""
UNREADABLE = TEXT.replace("lane: physician, kind: task", "lane: surgeon, kind: task")


@dataclass
class Ward:
    """The house with three more people: two at the bedside without a seat, and a site nobody works at yet."""

    house: House
    bedside: Person
    resident: Person
    elsewhere: Site

    @property
    def site(self) -> Site:
        return self.house.deployment.unit.site

    def drawn(self, kind: MapKind = MapKind.TO_BE, text: str = TEXT, **changes: Any) -> CareMap:
        return open_map(self.house.nurse, self.house.use_case, kind, **{"text": text, **changes})

    def offered(self, care_map: CareMap, **changes: Any) -> MapVersion:
        values = {"why": "As agreed", "ask": [self.bedside, self.house.owner], **changes}
        return offer(self.house.nurse, care_map, **values)

    def sign(self, version: MapVersion, *people: Person, choice: str = Outcome.SIGN) -> None:
        for person in people:
            seat = "" if person in (self.bedside, self.resident) else "clinical_owner"
            sign(version.offer.proposal, person, seat, choice)

    def signed(self, care_map: CareMap) -> MapVersion:
        version = self.offered(care_map)
        self.sign(version, self.bedside, self.house.owner)
        return MapVersion.objects.get(pk=version.pk)

    def kept(self, care_map: CareMap) -> MapVersion:
        return freeze(self.house.nurse, care_map, why="To be walked through")

    def changed(self, care_map: CareMap, before: str, after: str) -> None:
        draft = MapDraft.objects.get(care_map=care_map)
        save_draft(self.house.nurse, care_map, draft.text.replace(before, after), revision=draft.revision)

    def asked(self, version: MapVersion, person: Person | None = None, **changes: Any) -> Walkthrough:
        due_on = timezone.localdate() + timedelta(days=5)
        values = {"site": self.site, "due_on": due_on, **changes}
        return walking.ask_to_walk(self.house.nurse, version, person or self.bedside, **values)

    def walked(self, version: MapVersion, person: Person | None = None, **said: Any) -> Walkthrough:
        """Handed in: as drawn, but for what is ``said`` of a step as (goes, words)."""
        walker = person or self.bedside
        walk = self.asked(version, walker)
        for step in ("look", "treat"):
            goes, words = said.get(step, (Goes.AS_DRAWN, ""))
            walking.answer_step(walker, walk, step, goes, different=words)
        return walking.hand_in(walker, walk)


def build_ward(house: House) -> Ward:
    def person(name: str, discipline: Discipline) -> Person:
        user = User.objects.create_user(name.lower().replace(" ", "-"), password=None, printed_name=name)
        return add_person(house.administrator, printed_name=name, discipline=discipline, user_id=user.pk)

    elsewhere = Site.objects.create(organisation=house.use_case.organisation, name="North")
    bedside, resident = person("Ben Bedside", Discipline.NURSING), person("Rita Resident", Discipline.MEDICINE)
    return Ward(house, bedside, resident, elsewhere)
