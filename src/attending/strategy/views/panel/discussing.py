"""Where a panel talks about what it disagrees on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.changing import change, changes, posted
from attending.program.models import Person
from attending.strategy.actions.panel.discussing import note_cell
from attending.strategy.forms.panel.preparing import NoteForm
from attending.strategy.models import Panel, PanelRound, PanelState
from attending.strategy.presenters.panel import agreement as agreed
from attending.strategy.presenters.panel import discussion as presented
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panel_discussion import discussed
from attending.strategy.views.panel.lookup import above, item_or_404, may_hold, panel_or_404, panel_url
from attending.ui.parts import Crumb

TALKING = (PanelState.DISCUSSION, PanelState.RESCORING)


@never_cache
@require_safe
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """The cells on which the panel disagrees; while the panel is open, for its members and its convener."""
    acting, panel = panel_or_404(request, pk)
    round_ = _closed(panel)
    _check_may_see(acting, panel)
    if round_ is None:
        return redirect(panel_url(panel))
    results = queries.results_of(round_)
    convener = may_hold(acting)
    context = {
        "panel": panel,
        "crumbs": above(panel),
        "round": round_,
        "told": agreed.round_text(results),
        "cards": presented.cell_cards(panel, discussed(panel, round_), open_=panel.state in TALKING),
        "may_open": convener and panel.state == PanelState.DISCUSSION,
        "rescoring": panel.state == PanelState.RESCORING and queries.panelist_of(panel, acting) is not None,
    }
    return render(request, "strategy/panel_discussion.html", context)


@changes
def note(request: HttpRequest, pk: int, number: int, key: str) -> HttpResponse:
    """Note what was said about a cell."""
    acting, panel = panel_or_404(request, pk)
    _check_may_see(acting, panel)
    item = item_or_404(panel, number)
    criterion = next((each for each in queries.criteria_of(panel) if each.key == key), None)
    if criterion is None:
        raise Http404("The panel does not judge by this criterion.")
    form = NoteForm(posted(request))
    back = reverse("strategy:panel-discussion", args=[panel.pk])

    def act() -> str:
        note_cell(acting, panel, item, criterion, form.cleaned_data["said"])
        return back

    return change(
        request,
        form,
        act,
        title="Note what was said",
        lede=f"{item.use_case.title}, {criterion.label.lower()}: why do scores differ here?",
        submit="Note it",
        done="Noted, without a name.",
        back=back,
        crumbs=[*above(panel), Crumb("Where you disagree", back)],
    )


def _closed(panel: Panel) -> PanelRound | None:
    """The round whose end is talked about: the last that is closed."""
    closed = [each for each in queries.rounds_of(panel) if each.closed_at is not None]
    if panel.state == PanelState.CLOSED and len(closed) > 1:
        return closed[-2]
    return closed[-1] if closed and panel.state != PanelState.ENDED else None


def _check_may_see(acting: Person, panel: Panel) -> None:
    if panel.state == PanelState.CLOSED or may_hold(acting) or queries.panelist_of(panel, acting) is not None:
        return
    raise PermissionDenied("While a panel is open, only its panelists and its convener see where it disagrees.")
