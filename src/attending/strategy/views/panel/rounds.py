"""The convener's steps: begin, close a round, open the next, end without a result."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from attending.program.changing import changes, posted
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.panel.rounds import begin_scoring, end_panel, open_next_round
from attending.strategy.forms.panel.preparing import BecauseForm, DoneBySayingSo, DueForm
from attending.strategy.presenters.panel.page import outstanding_text
from attending.strategy.queries import panels as queries
from attending.strategy.views.panel.lookup import panel_or_404
from attending.strategy.views.panel.preparing import step


@changes
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the panelists for their scores."""
    acting, panel = panel_or_404(request, pk)
    return step(
        request,
        panel,
        DoneBySayingSo(posted(request)),
        lambda: begin_scoring(acting, panel),
        title="Begin scoring",
        lede=f"{panel.panelists.count()} panelists are asked for {panel.items.count()} use cases on "
        f"{panel.criteria.count()} criteria. From now on, what is judged, by what, by whom, for how many places and in "
        "how many rounds stays as it is. Nobody sees anybody's scores before the round is closed.",
        submit="Begin",
        done="Scoring has begun. Every panelist sees it on their rounds.",
    )


@changes
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the open round."""
    acting, panel = panel_or_404(request, pk)
    round_ = queries.open_round(panel)
    told = outstanding_text(queries.sheet_states(panel, round_)) if round_ else "No round is open."
    return step(
        request,
        panel,
        DoneBySayingSo(posted(request)),
        lambda: close_round(acting, panel),
        title="Close the round",
        lede=f"{told} Only what was handed in counts, and nothing can be handed in after.",
        submit="Close it",
        done="The round is closed.",
    )


@changes
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the flagged cells scored again."""
    acting, panel = panel_or_404(request, pk)
    form = DueForm(posted(request), initial={"due_on": timezone.localdate() + timedelta(days=7)})
    return step(
        request,
        panel,
        form,
        lambda: open_next_round(acting, panel, due_on=form.cleaned_data["due_on"]),
        title="Score again where you disagreed",
        lede="The same panelists see their own earlier score and what was said, and score only the cells on which the "
        "panel disagreed. Everything else stands.",
        submit="Open the round",
        done="The round is open.",
    )


@changes
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the panel without a result."""
    acting, panel = panel_or_404(request, pk)
    form = BecauseForm(posted(request))
    return step(
        request,
        panel,
        form,
        lambda: end_panel(acting, panel, because=form.cleaned_data["because"]),
        title="End without a result",
        lede="There will be no ranking, and what was scored stays closed to everybody. The reason stands on its page.",
        submit="End it",
        done="The panel has ended.",
    )
