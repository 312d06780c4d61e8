"""Answer a gate of eligibility."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from attending.analytics.catalogs.gates import gates
from attending.program.acting import acting_person
from attending.program.changing import changes, posted
from attending.program.models import Seat
from attending.strategy.actions.gates import answer_gate
from attending.strategy.forms.gates import GateForm
from attending.strategy.views.shaping import shape
from attending.strategy.views.use_case import find


@changes
def answer(request: HttpRequest, key: str, gate: str) -> HttpResponse:
    """Say whether a gate is met, with the reason."""
    acting = acting_person(request)
    use_case = find(acting, key)
    asked = gates().get(gate)
    if asked is None or asked.derived:
        raise Http404("There is no such gate to answer; the others are read from the record.")
    form = GateForm(posted(request))
    names = " or ".join(str(Seat(seat).label).lower() for seat in asked.answered_by)
    return shape(
        request,
        use_case,
        form,
        lambda: answer_gate(acting, use_case, gate, form.chosen(), reason=form.cleaned_data["reason"]),
        title=asked.title,
        lede=f"{asked.question} {asked.why} Answered by: {names}. The newest answer counts; earlier ones stay.",
        submit="Answer",
        done="The answer is on record.",
    )
