"""What was handed in and what was closed stays, whatever is tried on the database itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from attending.ledger import guards
from attending.strategy.actions.readiness import close_assessment
from attending.strategy.actions.readiness_sheet import Given, save_grades
from attending.strategy.models import ReadinessAssessment, ReadinessAssessor, ReadinessRating
from tests.integration.house import House
from tests.integration.strategy.readiness_world import opened, says


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as found, transaction.atomic():
        act()
    return str(found.value)


def test_what_was_handed_in_stays(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform)
    says(house.nurse, assessment, 1, 2)
    first, _ = assessment.items.order_by("position")
    save_grades(house.platform, assessment, {first.pk: Given(4)})
    nurse = ReadinessAssessor.objects.get(person=house.nurse)
    handed = ReadinessRating.objects.filter(assessor=nurse)
    draft = ReadinessRating.objects.filter(assessor__person=house.platform)
    for act in (
        lambda: handed.update(grade=4),
        lambda: handed.delete(),
        lambda: draft.update(assessor=nurse),
        lambda: ReadinessAssessor.objects.filter(pk=nurse.pk).update(pull=5),
        lambda: ReadinessAssessor.objects.filter(pk=nurse.pk).update(handed_in_at=None),
    ):
        assert "stays as it is" in refused(act)
    draft.update(grade=2)
    assert sorted(handed.values_list("grade", flat=True)) == [1, 2]


def test_nothing_is_handed_in_once_the_assessment_is_closed(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform)
    says(house.nurse, assessment, 1, 2)
    first, _ = assessment.items.order_by("position")
    save_grades(house.platform, assessment, {first.pk: Given(4)})
    close_assessment(house.owner, assessment)
    late = ReadinessAssessor.objects.filter(person=house.platform)
    assert "stays as it is" in refused(lambda: late.update(handed_in_at=timezone.now()))
    with connection.cursor() as cursor:
        assert "stays as it is" in refused(
            lambda: cursor.execute(
                "INSERT INTO strategy_readinessassessor (assessment_id, person_id, seat, discipline, withdrawn_because)"
                " VALUES (%s, %s, '', 'nursing', '')",
                [assessment.pk, house.sponsor.pk],
            )
        )


@pytest.mark.sqlite
def test_nothing_handed_in_is_replaced(house: House) -> None:
    assessment = opened(house, house.nurse, house.platform)
    says(house.nurse, assessment, 1, 2)
    rating = ReadinessRating.objects.filter(assessor__person=house.nurse).first()
    platform = ReadinessAssessor.objects.get(person=house.platform)
    columns = "(id, assessor_id, item_id, grade, cannot_say, note, saved_at)"
    for pk, assessor in ((rating.pk, platform.pk), (99_001, rating.assessor_id)):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT OR REPLACE INTO strategy_readinessrating {columns} VALUES (%s, %s, %s, 4, 0, '', %s)",
                [pk, assessor, rating.item_id, timezone.now()],
            )
    assert ReadinessRating.objects.filter(assessor__person=house.nurse).count() == 2


def test_a_closed_assessment_stays(house: House) -> None:
    assessment = opened(house, house.nurse)
    says(house.nurse, assessment, 1, 2)
    close_assessment(house.owner, assessment)
    own = ReadinessAssessment.objects.filter(pk=assessment.pk)
    assert "closed assessment" in refused(lambda: own.update(results={}))
    assert "closed assessment" in refused(lambda: own.update(closed_at=None, closed_by=None, results=None))
    assert "append-only" in refused(lambda: assessment.items.clear())


def test_the_guards_stand(db: None) -> None:
    assert [each for each in guards.missing(connection) if "strategy_readiness" in each] == []
