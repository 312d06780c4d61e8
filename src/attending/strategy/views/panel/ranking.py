"""The ranking of a closed panel: the page, its downloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attending.analytics.preference import PanelJudgements, overtaking_between, words
from attending.analytics.preference import PanelRanking as Ranking
from attending.program.models import Site
from attending.strategy.forms.panel.overtaking import OvertakingForm
from attending.strategy.models import ConflictOfInterest, Panel, PanelRanking, PanelState
from attending.strategy.presenters.panel import agreement as agreed
from attending.strategy.presenters.panel import change as changed
from attending.strategy.presenters.panel import page
from attending.strategy.presenters.panel import ranking as presented
from attending.strategy.queries import panel_ranking as rankings
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panel_discussion import notes_of
from attending.strategy.rules.panel import SHOWN_FROM
from attending.strategy.rules.panel_change import what_moved
from attending.strategy.views.panel.lookup import above, panel_or_404
from attending.ui import formats
from attending.ui.exports import csv_response


@require_safe
def ranking_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is sure, who is contested, who is out; then why, and what would turn it."""
    panel, found = _closed(request, pk)
    kept = rankings.kept(found[-1])
    judgements = rankings.judgements_behind(found[-1])
    ranking = kept.ranking
    results = queries.results_of(found[-1].round)
    people = queries.panelists_of(panel)
    conflicts = queries.conflicts_of(panel)
    names = {each.pk: each.person.printed_name for each in people}
    scored = set(presented.scorers(ranking))
    small = len(scored) < SHOWN_FROM
    coverage = page.coverage_of(
        people, scored, queries.expected_of(panel), list(Site.objects.filter(organisation_id=panel.organisation_id))
    )
    by_pk = {each.pk: each for each in queries.items_of(panel)}
    context = {
        "panel": panel,
        "crumbs": above(panel),
        "method": presented.method_text(ranking, len(scored)),
        "places": ranking.top,
        "cards": presented.verdict_cards(ranking),
        "notes": presented.notes_of(ranking, results, len(scored)),
        "values": presented.value_figure(ranking) if not small else None,
        "ranks": presented.rank_figure(ranking),
        "weights": presented.weights_figure(_own_weights(judgements), ranking),
        "details": presented.details(ranking, {name: by_pk[at] for name, at in results.items.items()}),
        "overtaking": _overtaking(request, ranking, judgements),
        "agreement": agreed.agreement_rows(ranking.agreement),
        "by_criterion": agreed.criteria_table(ranking.agreement),
        "disagreement": agreed.disagreement_table(results.cells),
        "medians": None if small else agreed.median_rows(results.cells, results.criteria),
        "coverage": page.coverage_text(coverage),
        "coverage_tables": page.coverage_tables(coverage),
        "conflicts": page.conflict_rows(conflicts),
        "gaps": presented.gap_rows(ranking, names),
        "samples": formats.count(ranking.resampling.samples),
        "kept": found[-1],
        **_changed(panel, found, conflicts),
    }
    return render(request, "strategy/panel_ranking.html", context)


@require_safe
def ranking_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """One row a use case."""
    panel, found = _closed(request, pk)
    ranking = rankings.kept(found[-1]).ranking
    headers, rows = presented.csv_rows(ranking, small=len(presented.scorers(ranking)) < SHOWN_FROM)
    return csv_response(f"ranking-{panel.title}", headers, rows)


@require_safe
def ranking_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything but what belongs to one panelist alone."""
    panel, found = _closed(request, pk)
    small = len(presented.scorers(rankings.kept(found[-1]).ranking)) < SHOWN_FROM
    document = {
        "panel": panel.title,
        "closed_at": panel.closed_at.isoformat() if panel.closed_at else None,
        "inputs_sha256": found[-1].inputs_sha256,
        **presented.exported(found[-1].document, small=small),
    }
    response = JsonResponse(document, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="panel-ranking-{panel.pk}.json"'
    response["Cache-Control"] = "no-store"
    return response


def _closed(request: HttpRequest, pk: int) -> tuple[Panel, list[PanelRanking]]:
    """A closed panel and its rankings; while a panel is open its first ranking is kept from everybody."""
    _, panel = panel_or_404(request, pk)
    found = rankings.rankings_of(panel) if panel.state == PanelState.CLOSED else []
    if not found or found[-1].round.number != panel.rounds.count():
        raise Http404("This panel has no ranking: it is still open, or has ended without one.")
    return panel, found


def _overtaking(request: HttpRequest, ranking: Ranking, judgements: PanelJudgements) -> dict[str, Any]:
    """The form, and what would have to change for the two that were chosen."""
    ranked = ranking.items
    choices = presented.overtaking_choices(ranking)
    first = {"upper": 0, "lower": min(1, len(ranked) - 1)}
    form = OvertakingForm(request.GET if "upper" in request.GET else None, choices=choices, initial=first)
    upper, lower = form.pair() if form.is_bound and form.is_valid() else (first["upper"], first["lower"])
    if upper == lower:
        return {"form": form, "told": "Choose two use cases that are not the same." if len(ranked) > 1 else ""}
    change = overtaking_between(judgements, ranked[upper].item, ranked[lower].item)
    return {"form": form, "told": words.overtaking(change)}


def _own_weights(judgements: PanelJudgements) -> Mapping[str, Sequence[float]]:
    """The weights that people gave themselves, by criterion, in no order that names them."""
    own = judgements.weights[~np.isnan(judgements.weights).any(axis=1)]
    return {name: sorted(own[:, at].tolist()) for at, name in enumerate(judgements.criteria)}


def _changed(panel: Panel, found: Sequence[PanelRanking], conflicts: Sequence[ConflictOfInterest]) -> dict[str, Any]:
    """What moved between the first and the last round, and why; nothing after one round."""
    if len(found) < 2:
        return {"moves": None}
    first, last = found[0], found[-1]
    results = [queries.results_of(each.round) for each in (first, last)]
    names = {pk: name for name, pk in results[1].items.items()}
    labels = {pk: label for label, pk in results[1].criteria.items()}
    since: dict[str, int] = {}
    for conflict in conflicts:
        if first.round.closed_at is not None and conflict.declared_at > first.round.closed_at:
            since[names[conflict.item_id]] = since.get(names[conflict.item_id], 0) + 1
    before, after = ([cell for cell in each.cells if cell.n >= SHOWN_FROM] for each in results)
    moved = what_moved(rankings.kept(first).ranking, rankings.kept(last).ranking, (before, after), since)
    notes = {(names[item], labels[criterion]): said for (item, criterion), said in notes_of(panel).items()}
    change = results[1].change
    return {
        "moves": changed.move_cards(moved, notes),
        "change": changed.change_text(change) if change else "",
        "rounds": last.round.number,
    }
