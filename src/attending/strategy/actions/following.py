"""Say where a use case of the decided roadmap really is, and plan again from there."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.canonical import Json
from attending.program.actions.record import check, log
from attending.program.models import Person, UseCase
from attending.program.rules import Act, Refused
from attending.strategy.actions.roadmaps import held, open_roadmap
from attending.strategy.models import Panel, Progress, Roadmap, RoadmapState, RoadmapWish
from attending.strategy.queries.roadmaps import newest_plan
from attending.strategy.rules.plan_record import problem_of
from attending.strategy.rules.quarters import begins_a_quarter, name_of, quarter_of
from attending.strategy.rules.roadmap_limits import CarryingLimits

LONGEST_LEFT = 12


@transaction.atomic
def report(
    acting: Person,
    roadmap: Roadmap,
    use_case: UseCase,
    *,
    started: date | None,
    finished: date | None = None,
    quarters_left: int | None = None,
    note: str,
) -> Progress:
    """Say where a use case is: the first days of the quarters it started and finished in, and the quarters still to go.

    ``quarters_left`` counts this quarter too. Whoever may estimate what the use case takes may report on it.
    """
    check(acting, Act.ESTIMATE_EFFORT, use_case)
    roadmap = held(acting, roadmap)
    if roadmap.state != RoadmapState.DECIDED:
        raise Refused(
            f"This roadmap is {roadmap.get_state_display().lower()}; progress is reported on the decided one."
        )
    plan = newest_plan(roadmap)
    if plan is None or use_case.key not in problem_of(plan.problem).initiatives_by_key:
        raise Refused(f"{use_case.title} was not weighed in this roadmap, so there is nothing to hold it against.")
    _require_sound(started, finished, quarters_left, note)
    made = Progress.objects.create(
        roadmap=roadmap,
        use_case=use_case,
        started=started,
        finished=finished,
        quarters_left=quarters_left,
        note=note.strip(),
        reported_by=acting,
        reported_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "roadmap": roadmap.pk,
        "use_case": use_case.key,
        "started": started.isoformat() if started else None,
        "finished": finished.isoformat() if finished else None,
        "quarters_left": quarters_left,
    }
    log(acting, "roadmap.progress_reported", made, payload)
    return made


def _require_sound(started: date | None, finished: date | None, quarters_left: int | None, note: str) -> None:
    this = quarter_of(timezone.localdate())
    for what, day in (("started", started), ("finished", finished)):
        if day is not None and not begins_a_quarter(day):
            raise Refused(f"It {what} on {day.isoformat()}, which begins no quarter; give the quarter's first day.")
        if day is not None and day > this:
            raise Refused(f"{name_of(day)} has not begun, so nothing {what} in it.")
    if started is None and (finished is not None or quarters_left is not None):
        raise Refused("What has not started has no end and no quarters left; say in which quarter it started.")
    if started is not None and finished is not None and finished < started:
        raise Refused(f"It cannot have finished in {name_of(finished)}, before it started in {name_of(started)}.")
    if finished is not None and quarters_left:
        raise Refused("It has finished, so no quarters are left; leave them empty.")
    if started is not None and finished is None and quarters_left is None:
        raise Refused("Say how many quarters are left, this one counted.")
    if quarters_left is not None and not 1 <= quarters_left <= LONGEST_LEFT:
        raise Refused(f"{quarters_left} quarters left cannot be planned; give 1 to {LONGEST_LEFT}, this one counted.")
    if not note.strip():
        raise Refused("Write a sentence on how it stands; the next plan is made from it.")


@transaction.atomic
def plan_again(
    acting: Person,
    roadmap: Roadmap,
    *,
    title: str,
    panel: Panel,
    first_quarter: date,
    quarters: int,
    limits: CarryingLimits,
) -> Roadmap:
    """Open the roadmap that replaces a decided one; what runs keeps its start, and the wishes that stand go along."""
    check(acting, Act.PLAN_ROADMAP)
    roadmap = held(acting, roadmap)
    if roadmap.state != RoadmapState.DECIDED:
        raise Refused(f"This roadmap is {roadmap.get_state_display().lower()}; only the decided one is planned again.")
    opened = open_roadmap(
        acting,
        title=title,
        panel=panel,
        first_quarter=first_quarter,
        quarters=quarters,
        limits=limits,
        replans=roadmap,
    )
    carried = RoadmapWish.objects.bulk_create(
        RoadmapWish(
            roadmap=opened,
            kind=each.kind,
            use_case_id=each.use_case_id,
            other_id=each.other_id,
            by_quarter=None,  # it counted the quarters of the roadmap before
            reason=each.reason,
            wished_by_id=each.wished_by_id,
            wished_at=each.wished_at,
        )
        for each in roadmap.wishes.filter(taken_back_at=None)
    )
    if carried:
        payload: dict[str, Json] = {"from": roadmap.pk, "wishes": [each.pk for each in carried]}
        log(acting, "roadmap.wishes_went_along", opened, payload)
    return opened
