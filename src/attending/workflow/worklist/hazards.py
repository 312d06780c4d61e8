"""What the hazard log asks: owners, ratings, controls, proofs to confirm, and the log to be put."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person
from attending.program.registries.worklist import Urgency, WorkItem
from attending.workflow.models import Hazard, HazardControl
from attending.workflow.queries.hazard_work import LogWork, work_of
from attending.workflow.worklist.drills import drill_item

RATE_WITHIN = timedelta(days=14)
CONFIRM_WITHIN = timedelta(days=7)


class HazardsAndDrills:
    """Whoever keeps a log, owns a hazard or a control, or answers for the downtime of a unit."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """At most sixteen queries, five where nothing is drawn or logged."""
        found = work_of(person)
        return [
            *(item for log in found.logs for item in _log_items(log, person)),
            *(_rate(each, person) for each in found.to_rate),
            *(_do(each, person) for each in found.to_do),
            *(_confirm(each, person) for each in found.to_confirm),
            *(drill_item(deployment, standing, person) for deployment, standing in found.drills),
        ]

    def for_deployment(self, _deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: a log is kept of a use case."""
        return []


def _log_items(log: LogWork, person: Person) -> Iterable[WorkItem]:
    now, link = timezone.now(), reverse("workflow:hazards", args=[log.use_case.key])
    why = "You keep its hazard log: as safety officer, or as clinical owner where there is none."
    if log.waiting_on_map or log.without_owner:
        parts = [
            f"Take over {log.waiting_on_map} from the map." if log.waiting_on_map else "",
            f"Name an owner of {', '.join(each.name for each in log.without_owner)}." if log.without_owner else "",
        ]
        yield WorkItem(
            title="Keep the hazard log",
            subject=log.use_case.title,
            asked=" ".join(filter(None, parts)),
            why=why,
            if_nothing="Nobody answers for these hazards, and the log cannot be accepted.",
            due=None,
            since=min((each.opened_at for each in log.without_owner), default=now),
            urgency=Urgency.ASKED,
            link=link,
            action="See the log",
            waits_for=person.printed_name,
        )
    if log.to_put:
        yield WorkItem(
            title="Put the hazard log to be accepted",
            subject=log.use_case.title,
            asked="The log lacks nothing and was not accepted as it is. Put it to those who may accept it.",
            why=why,
            if_nothing="No unit may begin to work with this AI.",
            due=None,
            since=now,
            urgency=Urgency.ASKED,
            link=reverse("workflow:put-hazard-log", args=[log.use_case.key]),
            action="Put it",
            waits_for=person.printed_name,
        )


def _rate(hazard: Hazard, person: Person) -> WorkItem:
    return WorkItem(
        title=f"Rate hazard {hazard.number}",
        subject=hazard.use_case.title,
        asked=f"Rate “{hazard.name}” before further controls and after them.",
        why="You own this hazard.",
        if_nothing="Nobody knows how large the risk is, and the log cannot be accepted.",
        due=hazard.opened_at + RATE_WITHIN,
        since=hazard.opened_at,
        urgency=Urgency.WARN if timezone.now() > hazard.opened_at + RATE_WITHIN else Urgency.ASKED,
        link=_page(hazard),
        action="Rate",
        waits_for=person.printed_name,
    )


def _do(control: HazardControl, person: Person) -> WorkItem:
    due_on = control.due_on or timezone.localdate()
    late = due_on < timezone.localdate()
    return WorkItem(
        title="A control is overdue" if late else "Put a control in place",
        subject=control.hazard.use_case.title,
        asked=f"{control.what}. Then say what proves it.",
        why=f"You own this control of hazard {control.hazard.number}, {control.hazard.name}.",
        if_nothing="The hazard stays as large as it is, and stays open.",
        due=timezone.make_aware(datetime.combine(due_on, time(23, 59))),
        since=control.added_at,
        urgency=Urgency.WARN if late else Urgency.ASKED,
        link=reverse("workflow:control-done", args=[control.hazard.use_case.key, control.hazard.number, control.pk]),
        action="Report it done",
        waits_for=person.printed_name,
    )


def _confirm(control: HazardControl, person: Person) -> WorkItem:
    since = control.done_at or control.added_at
    return WorkItem(
        title="Confirm that a control is done",
        subject=control.hazard.use_case.title,
        asked=f"{control.done_by} reports: {control.what}. Look at the proof.",
        why="You keep the hazard log and did not do it yourself.",
        if_nothing="The control does not count.",
        due=since + CONFIRM_WITHIN,
        since=since,
        urgency=Urgency.ASKED,
        link=reverse("workflow:confirm-control", args=[control.hazard.use_case.key, control.hazard.number, control.pk]),
        action="See the proof",
        waits_for=person.printed_name,
    )


def _page(hazard: Hazard) -> str:
    return reverse("workflow:hazard", args=[hazard.use_case.key, hazard.number])
