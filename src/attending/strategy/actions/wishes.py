"""What leaders want of a plan whatever it costs, and what they no longer want."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.ledger.canonical import Json
from attending.program.actions.record import check, log
from attending.program.models import Person, UseCase
from attending.program.rules import Act, Refused
from attending.strategy.actions.roadmaps import held, require_draft
from attending.strategy.models import Roadmap, RoadmapWish, WishKind

OF_TWO = frozenset({WishKind.TOGETHER, WishKind.EITHER, WishKind.AFTER})


@transaction.atomic
def wish(
    acting: Person,
    roadmap: Roadmap,
    kind: WishKind,
    use_case: UseCase,
    *,
    other: UseCase | None = None,
    by_quarter: int | None = None,
    reason: str,
) -> RoadmapWish:
    """Wish something of the next plan; ``by_quarter`` counts the roadmap's quarters from 1."""
    check(acting, Act.PLAN_ROADMAP, use_case)
    roadmap = held(acting, roadmap)
    require_draft(roadmap, "Its wishes")
    if not reason.strip():
        raise Refused("Write why; whoever reads what the wish costs will ask.")
    if (other is not None) != (kind in OF_TWO):
        raise Refused(
            "Name the other use case." if kind in OF_TWO else "This wish is about one use case; leave the other empty."
        )
    if other is not None and (other.pk == use_case.pk or other.organisation_id != use_case.organisation_id):
        raise Refused(f"{use_case.title} cannot be tied to {other.title}; name another use case of this organisation.")
    if by_quarter is not None and (kind != WishKind.MUST or not 1 <= by_quarter <= roadmap.quarters):
        raise Refused(f"Only what must be in the plan has a quarter, from 1 to {roadmap.quarters}; got {by_quarter}.")
    if roadmap.wishes.filter(kind=kind, use_case=use_case, other=other, taken_back_at=None).exists():
        raise Refused("This is wished for already; take that wish back first.")
    made = RoadmapWish.objects.create(
        roadmap=roadmap,
        kind=kind,
        use_case=use_case,
        other=other,
        by_quarter=by_quarter,
        reason=reason.strip(),
        wished_by=acting,
        wished_at=timezone.now(),
    )
    payload: dict[str, Json] = {
        "roadmap": roadmap.pk,
        "kind": str(kind),
        "use_case": use_case.key,
        "other": other.key if other else None,
        "by_quarter": by_quarter,
        "reason": made.reason,
    }
    log(acting, "roadmap.wished", made, payload)
    return made


@transaction.atomic
def take_back(acting: Person, wished: RoadmapWish) -> RoadmapWish:
    """No longer wish it; it stays on record."""
    check(acting, Act.PLAN_ROADMAP)
    roadmap = held(acting, wished.roadmap)
    require_draft(roadmap, "Its wishes")
    wished = RoadmapWish.objects.select_for_update(of=("self",), no_key=True).get(pk=wished.pk)
    if wished.taken_back_at is not None:
        raise Refused("This wish was taken back already.")
    wished.taken_back_by, wished.taken_back_at = acting, timezone.now()
    wished.save(update_fields=["taken_back_by", "taken_back_at"])
    log(acting, "roadmap.wish_taken_back", wished, {"roadmap": roadmap.pk})
    return wished
