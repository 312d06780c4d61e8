"""Assessments of readiness at the small health system of the tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from attending.program.actions import organisation
from attending.program.models import Person, Site
from attending.strategy.actions.readiness import open_assessment
from attending.strategy.actions.readiness_items import Wording, add_item, take_over_catalog
from attending.strategy.actions.readiness_sheet import Given, hand_in, save_grades, save_pull
from attending.strategy.models import Barrier, ReadinessAssessment, ReadinessItem
from tests.integration.house import House


def grades(word: str) -> list[str]:
    """Five texts that differ."""
    return [f"{word} {grade}." for grade in range(5)]


def two_items(house: House) -> list[ReadinessItem]:
    """One under workflow and one under adoption."""
    return [
        add_item(house.cmio, Barrier.WORKFLOW, Wording(statement="Somebody acts.", grades=grades("Acts"))),
        add_item(house.cmio, Barrier.ADOPTION, Wording(statement="Everybody is trained.", grades=grades("Trained"))),
    ]


def catalog(house: House) -> list[ReadinessItem]:
    return take_over_catalog(house.cmio)


def site(house: House, name: str = "Main") -> Site:
    """The site of this name, added where there is none."""
    return Site.objects.filter(name=name).first() or organisation.add_site(house.administrator, name)


def opened(house: House, *people: Person, at: str = "Main") -> ReadinessAssessment:
    """An assessment of two items, or of what is in force already, that asks these people, or three seats."""
    if not ReadinessItem.objects.filter(organisation=house.cmio.organisation, retired_at=None).exists():
        two_items(house)
    return open_assessment(
        house.owner,
        house.use_case,
        site(house, at),
        due_on=timezone.localdate() + timedelta(days=7),
        people=people or (house.nurse, house.platform, house.operations),
    )


def says(person: Person, assessment: ReadinessAssessment, *said: int | None, pull: int | None = None) -> None:
    """Grade every item in its order, None for cannot say, and hand in."""
    items = list(assessment.items.order_by("position"))
    given: Mapping[int, Given] = {
        item.pk: Given(grade, cannot_say=grade is None) for item, grade in zip(items, said, strict=True)
    }
    save_grades(person, assessment, given)
    save_pull(person, assessment, pull)
    hand_in(person, assessment)
