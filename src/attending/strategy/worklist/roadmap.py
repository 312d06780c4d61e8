"""What a roadmap asks of owners: what their use case takes, and each quarter where it really is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person, Seat, UseCase
from attending.program.registries.worklist import Urgency, WorkItem
from attending.strategy.queries.roadmap_work import Unreported, seat_of, unestimated, unreported
from attending.strategy.rules.quarters import name_of, quarter_of

ESTIMATE_WITHIN = timedelta(days=21)
REPORT_WITHIN = timedelta(days=30)


class EffortsToEstimate:
    """A use case that a panel judged is planned only once somebody said what it takes."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Two queries."""
        found = unestimated(person)
        seats = seat_of(person, found) if found else {}
        return [_estimate(each, seats[each.pk], person) for each in found if each.pk in seats]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: what is deployed has been built."""
        return []


class ProgressToReport:
    """Once a quarter, where each use case of the decided plan really is."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Four queries."""
        found = unreported(person, this_quarter=quarter_of(timezone.localdate()))
        seats = seat_of(person, [each.use_case for each in found]) if found else {}
        return [_report(each, seats[each.use_case.pk], person) for each in found if each.use_case.pk in seats]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: progress is asked about use cases."""
        return []


def _estimate(use_case: UseCase, seat: Seat, person: Person) -> WorkItem:
    judged: datetime | None = getattr(use_case, "judged_at", None)
    since = judged or timezone.make_aware(datetime.combine(use_case.proposed_on, time.min))
    return WorkItem(
        title="Estimate what it takes",
        subject=use_case.title,
        asked="Say how many quarters, how much money, clinician and platform time, and which units must change.",
        why=f"You are {seat.label.lower()}"
        + (", and a panel has judged it." if judged else ", and it is enabling work that others may wait for."),
        if_nothing="It cannot be planned, however the panel valued it.",
        due=since + ESTIMATE_WITHIN,
        since=since,
        urgency=Urgency.ASKED,
        link=reverse("strategy:effort", args=[use_case.key]),
        action="Estimate",
        waits_for=person.printed_name,
    )


def _report(each: Unreported, seat: Seat, person: Person) -> WorkItem:
    today = timezone.localdate()
    since = timezone.make_aware(datetime.combine(quarter_of(today), time.min))
    return WorkItem(
        title=f"Where is it in {name_of(today)}?",
        subject=each.use_case.title,
        asked="Say whether it started, how many quarters are left, or that it has finished.",
        why=f"You are {seat.label.lower()}, and the decided plan starts it in {name_of(each.planned)}.",
        if_nothing="The plan shows it as late, and the next plan begins from a guess.",
        due=since + REPORT_WITHIN,
        since=since,
        urgency=Urgency.ASKED,
        link=reverse("strategy:report-progress", args=[each.roadmap.pk, each.use_case.key]),
        action="Report",
        waits_for=person.printed_name,
    )
