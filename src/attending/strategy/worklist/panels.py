"""What panels ask: scores and weights of panelists, and the next step of who holds the panel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import enterprise_holders, seats_of
from attending.program.registries.worklist import Urgency, WorkItem
from attending.program.rules import RIGHTS, Act
from attending.strategy.models import Panel, PanelState
from attending.strategy.queries import panels as queries

_STEPS = {
    PanelState.PREPARED: ("Begin the panel", "Choose use cases and panelists, then begin scoring.", "Begin"),
    PanelState.DISCUSSION: (
        "Open the next round",
        "Talk about the cells on which the panel disagrees, note why, then have them scored again.",
        "See where they disagree",
    ),
}


class PanelWork:
    """Asked of each panelist while a round is open, and of whoever holds panels when a step is theirs."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        """Two queries; one more, and two for whoever may hold a panel."""
        found = []
        for panelist, round_, scores, weights in queries.asked_of(person):
            if scores:
                found.append(_scoring(panelist.panel, again=round_.number > 1, since=round_.opened_at, who=person))
            if weights:
                found.append(_weighing(panelist.panel, since=round_.opened_at, who=person))
        if seats_of(person) & RIGHTS[Act.HOLD_PANEL]:
            waiting = queries.waiting_on_convener(person.organisation)
            conveners = {each.pk for each in enterprise_holders(person.organisation, Seat.CMIO)}
            found += [
                item
                for each in waiting
                if each.prepared_by_id == person.pk or each.prepared_by_id not in conveners
                if (item := _step(each, person))
            ]
        return found

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: panels judge use cases, never deployments."""
        del deployment
        return []


def _scoring(panel: Panel, *, again: bool, since: datetime, who: Person) -> WorkItem:
    return WorkItem(
        title="Score again where the panel disagreed" if again else "Score the use cases",
        subject=panel.title,
        asked="Look at your earlier scores and at what was said, and score those cells again."
        if again
        else "Score each from 1 to 9 against the written anchors, then hand in.",
        why="You sit in this panel.",
        if_nothing="Your earlier scores stand." if again else "The round is closed without you.",
        due=_end_of(panel),
        since=since,
        urgency=_urgency(panel),
        link=reverse("strategy:panel-sheet", args=[panel.pk]),
        action="Score",
        waits_for=who.printed_name,
    )


def _weighing(panel: Panel, *, since: datetime, who: Person) -> WorkItem:
    return WorkItem(
        title="Say what matters most to you",
        subject=panel.title,
        asked="Give points to each improvement, on one page.",
        why="You sit in this panel.",
        if_nothing="The mean of the others' weights stands in for yours.",
        due=_end_of(panel),
        since=since,
        urgency=_urgency(panel),
        link=reverse("strategy:panel-weights", args=[panel.pk]),
        action="Weigh",
        waits_for=who.printed_name,
    )


def _step(panel: Panel, person: Person) -> WorkItem | None:
    """The convener's next step, if there is one: a round is closed once all is handed in or its day has come."""
    step = _STEPS.get(PanelState(panel.state))
    if step is None:
        out, back = int(getattr(panel, "out", 0)), int(getattr(panel, "back", 0))
        if back < out and panel.due_on >= timezone.localdate():
            return None
        step = (
            "Close the round",
            f"{back} of {out} have handed in. Close it to see how the panel agrees.",
            "See the panel",
        )
    title, asked, action = step
    name = "strategy:panel-discussion" if panel.state == PanelState.DISCUSSION else "strategy:panel"
    return WorkItem(
        title=title,
        subject=panel.title,
        asked=asked,
        why="You prepared this panel."
        if panel.prepared_by_id == person.pk
        else "Who prepared this panel may no longer hold it.",
        if_nothing="The panel stands still, and there is no ranking.",
        due=_end_of(panel),
        since=panel.prepared_at,
        urgency=_urgency(panel),
        link=reverse(name, args=[panel.pk]),
        action=action,
        waits_for=person.printed_name,
    )


def _urgency(panel: Panel) -> Urgency:
    return Urgency.WARN if panel.due_on < timezone.localdate() else Urgency.ASKED


def _end_of(panel: Panel) -> datetime:
    return timezone.make_aware(datetime.combine(panel.due_on, time(23, 59)))
