"""Where a panelist says what each improvement is worth to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from attending.program.changing import change, changes, posted
from attending.strategy.actions.panel.weighing import save_best_worst, save_swings
from attending.strategy.forms.panel.judging import BestWorstForm, SwingsForm
from attending.strategy.models import PanelState
from attending.strategy.presenters.panel import weights as presented
from attending.strategy.queries import panels as queries
from attending.strategy.views.panel.lookup import above, judging, panel_url


@never_cache
@changes
def weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Points for every swing, on one page."""
    acting, panel, panelist = judging(request, pk)
    if panel.state != PanelState.SCORING:
        return redirect(panel_url(panel))
    criteria = queries.criteria_of(panel)
    points = queries.swings_of(panelist)
    initial = {f"points_{each.key}": points[each.pk] for each in criteria if each.pk in points}
    form = SwingsForm(posted(request), criteria=criteria, initial=initial)
    here = reverse("strategy:panel-weights", args=[panel.pk])

    def act() -> str:
        save_swings(acting, panel, form.points())
        return here

    return change(
        request,
        form,
        act,
        title="What matters most to you?",
        lede="Imagine a use case that scores 1 on everything. Which one improvement, from what earns a 1 to what earns "
        "a 9, would you make first? Give it 100 points, and set the others beside it: 50 is worth half as much, 0 "
        "nothing.",
        submit="Keep these weights",
        done="Your weights are kept. They are never averaged away, and nobody sees them under your name.",
        back=reverse("strategy:panel-sheet", args=[panel.pk]),
        crumbs=above(panel),
        template="strategy/panel_weights.html",
        beside={
            "rows": presented.swing_rows(form, criteria),
            "panel": panel,
            "weighed": bool(points),
            "comparison": presented.comparison_text(queries.best_worst_of(panelist), criteria, points),
        },
    )


@never_cache
@changes
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The same by comparing with the most and the least valued: a check."""
    acting, panel, panelist = judging(request, pk)
    if panel.state != PanelState.SCORING:
        return redirect(panel_url(panel))
    criteria = queries.criteria_of(panel)
    kept = presented.best_worst_initial(queries.best_worst_of(panelist))
    form = BestWorstForm(posted(request), criteria=criteria, initial=kept)
    back = reverse("strategy:panel-weights", args=[panel.pk])

    def act() -> str:
        save_best_worst(acting, panel, **form.compared())
        return back

    return change(
        request,
        form,
        act,
        title="Check your weights a second way",
        lede="Compare every improvement with the one you value most and the one you value least. It changes nothing: "
        "it tells you how far both ways lie apart.",
        submit="Compare",
        done="Compared; see below your points.",
        back=back,
        crumbs=above(panel),
    )
