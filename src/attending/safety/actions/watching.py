"""Have thresholds that watch concerns judged: when one is raised, named or answered, and as time goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.models import Deployment, Unit
from attending.program.registries import events, signals
from attending.safety.concern_signals import PREFIX, drawn_of, key_of


def judge_on(unit: Unit) -> None:
    """Judge what is watched on a unit as it stands now; runs in the transaction of what changed it."""
    now = timezone.now()
    for deployment in _deployments(_watched()).filter(unit=unit):
        drawn = drawn_of(deployment, now)
        if drawn is not None:
            events.publish(events.ChartsDrawn(deployment, (drawn,)))


def follow(now: datetime) -> Iterator[str]:
    """Judge what is watched once a day, and as soon as a concern was not answered in time; a task of the clock."""
    watched = _watched()
    for deployment in _deployments(watched):
        drawn = drawn_of(deployment, now)
        if drawn is not None and watched[key_of(deployment)] != {(drawn.end, drawn.signals)}:
            take_turn()
            events.publish(events.ChartsDrawn(deployment, (drawn,)))
            yield f"{deployment}: {drawn.told}"


def _watched() -> dict[str, set[tuple[date | None, int]]]:
    """For each key of a chart of concerns that is watched, what its newest readings said."""
    found = defaultdict(set)
    for each in signals.watched():
        if each.key.startswith(PREFIX):
            found[each.key].add((each.newest, each.signals))
    return dict(found)


def _deployments(keys: Iterable[str]) -> QuerySet[Deployment]:
    numbers = [int(key.removeprefix(PREFIX)) for key in keys]
    found = Deployment.objects.filter(pk__in=numbers).order_by("pk")
    return found.select_related("use_case__organisation", "unit__site", "model_version__ai_model")
