"""Where a panelist scores: one use case at a time, kept at every answer, handed in for good."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.program.changing import change, changes, posted
from attending.program.rules import Refused
from attending.strategy.actions.panel.scoring import declare_conflict, hand_in, save_scores
from attending.strategy.forms.panel.judging import ConflictForm, ScoresForm, scores_before
from attending.strategy.forms.panel.preparing import DoneBySayingSo
from attending.strategy.models import Panel, Panelist
from attending.strategy.presenters.panel import sheet as presented
from attending.strategy.presenters.panel.page import due_text
from attending.strategy.queries import panels as queries
from attending.strategy.queries.panels import OwnSheet
from attending.strategy.views.panel.lookup import above, item_or_404, judging, panel_url
from attending.ui.parts import Crumb


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A panelist's use cases, and the way to the next one."""
    _, panel, panelist = judging(request, pk)
    own = _own(panel, panelist)
    if own is None:
        return redirect(panel_url(panel))
    context = {
        "panel": panel,
        "crumbs": above(panel),
        "own": own,
        "again": own.sheet.round.number > 1,
        "due": due_text(panel),
        "weights": presented.weights_task(panel, weighed=bool(queries.swings_of(panelist))),
        "tasks": presented.item_tasks(own),
        "done": len(own.asked) - len(own.blank),
        "count": len(own.asked),
        "next": presented.next_item(own),
        "missing": presented.blank_text(own),
    }
    return render(request, "strategy/panel_sheet.html", context)


@never_cache
@changes
def score(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One use case and all its criteria. Every score is kept at once; without script, with the button."""
    acting, panel, panelist = judging(request, pk)
    own = _own(panel, panelist)
    item = item_or_404(panel, number)
    if own is None or item.pk not in {each.pk for each in own.asked_items()} | set(own.conflicts):
        return redirect("strategy:panel-sheet", panel.pk)
    criteria = own.asked_criteria(item)
    saved = {each.key: own.scores[item.pk, each.pk] for each in criteria if (item.pk, each.pk) in own.scores}
    form = ScoresForm(posted(request), criteria=criteria, initial=scores_before(saved))
    by_script = "HX-Request" in request.headers
    if request.method == "POST" and form.is_valid():
        try:
            save_scores(acting, panel, item, form.scores())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            own = _own(panel, panelist) or own
            if by_script and "then" not in request.POST:
                return render(request, "strategy/panel_saved.html", {"told": presented.saved_text(own, item)})
            url = presented.after(own, item)
            return HttpResponse(headers={"HX-Redirect": url}) if by_script else redirect(url)
    if by_script and form.errors:
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return render(request, "strategy/panel_saved.html", {"told": f"Not kept. {told}"}, status=422)
    for field in form.fields.values():
        field.disabled = own.handed_in
    context = {
        "panel": panel,
        "crumbs": [*above(panel), _sheet_crumb(panel)],
        "item": item,
        "facts": presented.item_facts(item),
        "own": own,
        "form": form,
        "rows": presented.criterion_rows(form, own, item),
        "conflict": own.conflicts.get(item.pk),
        "told": presented.saved_text(own, item),
        "place": presented.place(own, item),
        "done": len(own.asked) - len(own.blank),
        "count": len(own.asked),
    }
    return render(request, "strategy/panel_score.html", context, status=422 if form.errors else 200)


@changes
def interest(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Declare an interest in a use case."""
    acting, panel, _ = judging(request, pk)
    item = item_or_404(panel, number)
    form = ConflictForm(posted(request))
    address = reverse("strategy:panel-sheet", args=[panel.pk])

    def act() -> str:
        declare_conflict(acting, panel, item, form.cleaned_data["nature"])
        return address

    return change(
        request,
        form,
        act,
        title="Declare an interest",
        lede=f"{item.use_case.title}: your scores of it are left out, also those you have handed in, and you are not "
        "asked for more. This cannot be taken back.",
        submit="Declare it",
        done="Your interest is declared. Your scores of this use case are left out.",
        back=address,
        crumbs=[*above(panel), _sheet_crumb(panel)],
    )


@changes
def handing_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in for good, with the blanks named."""
    acting, panel, panelist = judging(request, pk)
    own = _own(panel, panelist)
    if own is None:
        raise Http404("No round is open that asks you.")
    address = panel_url(panel)

    def act() -> str:
        hand_in(acting, panel)
        return address

    return change(
        request,
        DoneBySayingSo(posted(request)),
        act,
        title="Hand in your scores",
        lede=presented.hand_in_text(own, weighed=bool(queries.swings_of(panelist))),
        submit="Hand in",
        done="Handed in. Thank you.",
        back=reverse("strategy:panel-sheet", args=[panel.pk]),
        crumbs=[*above(panel), _sheet_crumb(panel)],
        template="strategy/panel_hand_in.html",
        beside={"blank": presented.blank_text(own)},
    )


def _own(panel: Panel, panelist: Panelist) -> OwnSheet | None:
    round_ = queries.open_round(panel) if panel.state in queries.SCORED else None
    return queries.own_sheet(panelist, round_) if round_ else None


def _sheet_crumb(panel: Panel) -> Crumb:
    return Crumb("Your scores", reverse("strategy:panel-sheet", args=[panel.pk]))
