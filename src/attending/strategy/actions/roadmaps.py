"""Open a roadmap, change what it may take, and hold it while something about it changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.models import Panel, Roadmap, RoadmapState
from attending.strategy.queries.panel_values import values_of
from attending.strategy.rules.quarters import begins_a_quarter, name_of, quarter_of
from attending.strategy.rules.roadmap_limits import CarryingLimits, to_document

MOST_QUARTERS = 12


@transaction.atomic
def open_roadmap(
    acting: Person,
    *,
    title: str,
    panel: Panel,
    first_quarter: date,
    quarters: int,
    limits: CarryingLimits,
    replans: Roadmap | None = None,
) -> Roadmap:
    """Begin a plan over quarters with the values of a closed panel."""
    check(acting, Act.PLAN_ROADMAP)
    check_organisation(acting, panel.organisation_id)
    if not title.strip():
        raise Refused("Give the roadmap a title, such as the year it is for.")
    if not 1 <= quarters <= MOST_QUARTERS:
        raise Refused(f"A roadmap over {quarters} quarters cannot be planned; give 1 to {MOST_QUARTERS}.")
    _require_quarter(first_quarter)
    limits.require(quarters)
    if not values_of(panel):
        raise Refused(f"The panel {panel.title} has no ranking yet; close it first, or choose another.")
    take_turn()
    if Roadmap.objects.filter(organisation=acting.organisation, title=title.strip()).exists():
        raise Refused(f"There is a roadmap titled {title.strip()} already; choose another title.")
    roadmap = Roadmap.objects.create(
        organisation=acting.organisation,
        title=title.strip(),
        panel=panel,
        first_quarter=first_quarter,
        quarters=quarters,
        limits=to_document(limits),
        replans=replans,
        opened_by=acting,
        opened_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "title": roadmap.title,
        "panel": panel.pk,
        "first_quarter": first_quarter.isoformat(),
        "quarters": quarters,
        "limits": roadmap.limits,
        "replans": replans.pk if replans else None,
    }
    log(acting, "roadmap.opened", roadmap, payload)
    return roadmap


def _require_quarter(first: date) -> None:
    if not begins_a_quarter(first):
        raise Refused(
            f"{first.isoformat()} begins no quarter; choose the first day of January, April, July or October."
        )
    if first < quarter_of(timezone.localdate()):
        raise Refused(f"{name_of(first)} has passed; a plan begins with the current quarter or a later one.")


@transaction.atomic
def change_limits(acting: Person, roadmap: Roadmap, limits: CarryingLimits) -> Roadmap:
    """Change what a roadmap may take in each quarter; its plans stay, and a new one is to be made."""
    check(acting, Act.PLAN_ROADMAP)
    roadmap = held(acting, roadmap)
    require_draft(roadmap, "Its limits")
    limits.require(roadmap.quarters)
    before, roadmap.limits = roadmap.limits, to_document(limits)
    roadmap.save(update_fields=["limits"])
    log(acting, "roadmap.limits_changed", roadmap, {"before": before, "after": roadmap.limits})
    return roadmap


def held(acting: Person, roadmap: Roadmap) -> Roadmap:
    """The roadmap as it stands, held until the transaction ends. Raises NotAllowed for one of another organisation."""
    check_organisation(acting, roadmap.organisation_id)
    take_turn()
    found = Roadmap.objects.select_for_update(of=("self",), no_key=True).select_related("organisation", "panel")
    return found.get(pk=roadmap.pk)


def require_draft(roadmap: Roadmap, what: str) -> None:
    """Raise Refused unless the roadmap is still being planned."""
    if roadmap.state != RoadmapState.DRAFT:
        state = roadmap.get_state_display().lower()
        raise Refused(f"{what} cannot change any more: the roadmap is {state}. Plan again from where things are.")
