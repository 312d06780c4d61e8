"""What tells how soon somebody answered is dated when it was done: by the action, and by the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from attending.decisions.rules.refusals import ClockWentBack
from attending.governance.actions.acknowledging import acknowledge, acknowledge_drill
from attending.governance.actions.drilling import open_drill
from attending.governance.actions.intake_reviews import answer_review, ask_reviewers, take_review
from attending.governance.actions.snoozing import snooze_breach
from attending.governance.actions.tiering import assess
from attending.governance.models import (
    Acknowledgement,
    Breach,
    Drill,
    ReviewAnswer,
    Snooze,
    TierAssessment,
)
from attending.ledger.entry_guards import DATED_BACK
from attending.policies.default import default_policy
from attending.program.models import Discipline, Seat
from tests.integration.governance.committee import seat
from tests.integration.house import House

EARLIER = timedelta(hours=1)


def copied(row: models.Model, at: str, **changes: object) -> Callable[[], object]:
    """Writes the row once more, past the action, an hour before now."""
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}
    values = {**fields, at: timezone.now() - EARLIER, **changes}
    return lambda: type(row)._base_manager.create(**values)


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match=DATED_BACK), transaction.atomic():
        act()


def test_nobody_had_a_breach_before_they_said_so(house: House) -> None:
    house.agree()
    house.measure(0.62)
    breach, before = Breach.objects.get(), timezone.now() - EARLIER
    with pytest.raises(ClockWentBack, match="Nothing is dated back"):
        acknowledge(house.owner, breach, now=before)
    had = acknowledge(house.owner, breach)
    until = timezone.now() + timedelta(days=2)
    with pytest.raises(ClockWentBack):
        snooze_breach(house.owner, breach, until=until, reason="The vendor is on it.", now=before)
    snoozed = snooze_breach(house.owner, breach, until=until, reason="The vendor is on it.")
    refused(copied(had, "at", person_id=house.safety.pk))
    refused(copied(snoozed, "at"))
    assert (Acknowledgement.objects.get(), Snooze.objects.get()) == (had, snoozed)


def test_a_drill_is_neither_begun_nor_answered_in_the_past(house: House) -> None:
    threshold = house.agree()
    with pytest.raises(ClockWentBack):
        open_drill(house.cmio, threshold, now=timezone.now() - EARLIER)
    drill = open_drill(house.cmio, threshold)
    with pytest.raises(ClockWentBack):
        acknowledge_drill(house.owner, drill, now=drill.opened_at - EARLIER)
    refused(lambda: Acknowledgement.objects.create(drill=drill, person=house.owner, at=drill.opened_at - EARLIER))
    refused(copied(drill, "opened_at"))
    assert Drill.objects.get() == drill
    assert not Acknowledgement.objects.exists()


def test_a_tier_and_a_review_are_not_dated_back(house: House) -> None:
    least = {each.key: next(iter(each.answers)) for each in default_policy().questions}
    refused(copied(assess(house.owner, house.use_case, least), "assessed_at"))
    reviewer = seat(house, "Pia Privacy", Discipline.COMPLIANCE, Seat.PRIVACY_REVIEWER)
    due, asked = timezone.localdate(), [str(Seat.PRIVACY_REVIEWER)]
    (request,) = ask_reviewers(
        house.cmio, house.use_case, asked, due_on=due, question="Does anything stand against it?"
    )
    take_review(reviewer, request)
    early = {"verdict": "clear", "answered_by": reviewer, "answered_at": timezone.now() - EARLIER}
    refused(lambda: ReviewAnswer.objects.create(request=request, **early))
    answer_review(reviewer, request, "clear", text="")
    assert (ReviewAnswer.objects.count(), TierAssessment.objects.count()) == (1, 1)
