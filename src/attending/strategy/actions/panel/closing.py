"""Close a round: how the panel agrees, and its ranking, are computed once and kept."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from attending.analytics.panel import RoundChange, compare_rounds, measure_disagreement
from attending.analytics.preference import rank_panel
from attending.analytics.records import to_record
from attending.ledger.actions import take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log
from attending.program.models import Person
from attending.program.rules import Act, Refused
from attending.strategy.actions.panel.standing import standing_panel
from attending.strategy.models import Panel, PanelRanking, PanelRound, PanelState
from attending.strategy.queries.panel_judgements import Judged, judged
from attending.strategy.queries.panels import SCORED
from attending.strategy.rules.panel_document import KeptRanking, inputs_sha256, write_document
from attending.strategy.rules.panel_results import RoundResults


@transaction.atomic
def close_round(acting: Person, panel: Panel) -> PanelRound:
    """Close the open round: how the panel agrees and its ranking are kept.

    Only what was handed in counts. The panel itself is closed after its last round, or once it disagrees on nothing.
    """
    check(acting, Act.HOLD_PANEL)
    take_turn()
    open_ = standing_panel(acting, panel)
    if open_.state not in SCORED:
        raise Refused("No round is open.")
    round_ = open_.rounds.get(closed_at=None)
    found = judged(open_, round_)
    if found is None:
        raise Refused(
            "Nobody has handed anything in, so there is nothing to close: wait, or end the panel and say why."
        )
    results = _results(open_, round_, found)
    round_.closed_at, round_.results = timezone.now(), to_record(results)
    round_.save(update_fields=["closed_at", "results"])
    ranked = _rank(acting, open_, round_, found)
    flagged = results.flagged()
    last = round_.number >= open_.most_rounds or not flagged
    open_.state = PanelState.CLOSED if last else PanelState.DISCUSSION
    if last:
        open_.closed_by, open_.closed_at = acting, timezone.now()
    open_.save(update_fields=["state", "closed_by", "closed_at"])
    payload: dict[str, Json] = {
        "round": round_.number,
        "handed_in": results.handed_in,
        "asked": results.asked,
        "disagreements": len(flagged),
        "panel": str(open_.state),
        "inputs_sha256": ranked.inputs_sha256 if ranked else None,
    }
    log(acting, "panel.round_closed", open_, payload)
    return round_


def _results(panel: Panel, round_: PanelRound, found: Judged) -> RoundResults:
    sheets = round_.sheets.all()
    whole = found.judgements
    return RoundResults(
        items=found.items,
        criteria=found.criteria,
        cells=measure_disagreement(whole.usable).cells(whole.items, whole.criteria),
        asked=len(sheets),
        handed_in=sum(each.handed_in_at is not None for each in sheets),
        unranked=found.unranked(),
        change=_change(panel, round_, found),
    )


def _change(panel: Panel, round_: PanelRound, found: Judged) -> RoundChange | None:
    before = panel.rounds.filter(number=round_.number - 1).first()
    earlier = judged(panel, before, known_at=before.closed_at) if before is not None else None
    return compare_rounds(earlier.judgements, found.judgements) if earlier is not None else None


def _rank(acting: Person, panel: Panel, round_: PanelRound, found: Judged) -> PanelRanking | None:
    """The ranking of what can be ranked; none where nothing can."""
    rankable = found.rankable()
    if rankable is None:
        return None
    top = min(panel.top, len(rankable.items))
    use_case_of = dict(panel.items.values_list("pk", "use_case_id"))
    key_of = dict(panel.criteria.values_list("pk", "key"))
    kept = KeptRanking(
        rank_panel(rankable, top=top, seed=panel.seed),
        {name: use_case_of[found.items[name]] for name in rankable.items},
        {label: key_of[pk] for label, pk in found.criteria.items()},
    )
    return PanelRanking.objects.create(
        panel=panel,
        round=round_,
        document=write_document(kept),
        inputs_sha256=inputs_sha256(rankable, top=top, seed=panel.seed),
        computed_by=acting,
        computed_at=timezone.now(),
    )
