"""Warnings for the person who may pause, and breaches for the CMIO; who must answer a breach is told by decisions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from attending.governance.models import Breach, OversightThreshold, Reading, Verdict
from attending.governance.oversight_packet import group_text, watched_title
from attending.governance.queries.escalation import snoozed
from attending.governance.queries.oversight import active_thresholds, newest_readings, open_breaches
from attending.program.models import Deployment, Person, Seat
from attending.program.queries.seats import seats_of
from attending.program.registries.pages import url_of
from attending.program.registries.worklist import Urgency, WorkItem


class Warnings:
    """Thresholds whose newest reading is past the warning limit."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        mine = Q(pause_authority=person) | Q(deputy=person)
        return _items(list(active_thresholds().filter(mine)), person)

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        return _items(list(active_thresholds(deployment)), None)


def _items(thresholds: list[OversightThreshold], person: Person | None) -> list[WorkItem]:
    readings = newest_readings(thresholds)
    warned = [
        (threshold, readings[threshold.pk])
        for threshold in thresholds
        if threshold.pk in readings and readings[threshold.pk].verdict == Verdict.WARN
    ]
    silenced = snoozed([threshold for threshold, _ in warned], timezone.now()) if warned else set()
    warned = [(threshold, reading) for threshold, reading in warned if threshold.pk not in silenced]
    return [_item(threshold, reading, person) for threshold, reading in warned]


def _item(threshold: OversightThreshold, reading: Reading, person: Person | None) -> WorkItem:
    deputy = person is not None and person.pk == threshold.deputy_id
    group = "" if threshold.attribute == "overall" else f", {group_text(threshold)},"
    role = "the deputy of the one who may pause" if deputy else "the one who may pause"
    return WorkItem(
        title=f"{watched_title(threshold)}{group} passed its warning limit",
        subject=str(threshold.deployment),
        asked=f"{reading.explanation} Read the review and see whether it goes on.",
        why=f"You are {role}." if person else f"{threshold.pause_authority} may pause.",
        if_nothing="It keeps running; past the stop limit a decision is asked of you.",
        due=None,
        since=reading.read_at,
        urgency=Urgency.WARN,
        link=reverse("governance:deployment", args=[threshold.deployment_id]),
        action="See the limits",
        waits_for=threshold.pause_authority.printed_name,
        start=url_of(threshold.deployment),
    )


class BreachesOfOthers:
    """For the chief medical information officer: breaches that others were asked to answer, and by when."""

    def for_person(self, person: Person) -> Iterable[WorkItem]:
        if Seat.CMIO not in seats_of(person):
            return []
        asked = Q(threshold__pause_authority=person) | Q(threshold__deputy=person)
        here = Q(threshold__deployment__use_case__organisation=person.organisation_id)
        return [_of_others(breach) for breach in open_breaches().filter(here).exclude(asked)]

    def for_deployment(self, deployment: Deployment) -> Iterable[WorkItem]:
        """Nothing: the decision itself stands there."""
        del deployment
        return []


def _of_others(breach: Breach) -> WorkItem:
    threshold = breach.threshold
    answering = f"{threshold.pause_authority}, or {threshold.deputy}"
    group = "" if threshold.attribute == "overall" else f", {group_text(threshold)},"
    passed = "shows a signal" if threshold.chart else "passed its stop limit"
    return WorkItem(
        title=f"{watched_title(threshold)}{group} {passed}",
        subject=str(threshold.deployment),
        asked=f"Nothing while {answering} answers in time; you may sign in their place.",
        why="You are the chief medical information officer.",
        if_nothing="The model keeps running past its agreed limit until somebody decides.",
        due=breach.answer_by,
        since=breach.opened_at,
        urgency=Urgency.STOP,
        link=reverse("governance:breach", args=[breach.pk]),
        action="See the breach",
        waits_for=threshold.pause_authority.printed_name,
        start=url_of(threshold.deployment),
    )
