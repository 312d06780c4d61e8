"""Two maps side by side: today and to be, or any two versions, with what differs in words and in the drawings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attending.maps.difference import changes, marks
from attending.program.acting import acting_person
from attending.workflow.forms.comparing import CompareForm
from attending.workflow.presenters import differences
from attending.workflow.presenters.picture import figure
from attending.workflow.presenters.tabs import MAP, frame
from attending.workflow.queries.texts import text_named, texts_of
from attending.workflow.rules.map_text import readable
from attending.workflow.views.lookup import use_case_or_404


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Choose two, and see them."""
    acting = acting_person(request)
    use_case = use_case_or_404(acting, key)
    choices = texts_of(use_case)
    form = CompareForm(request.GET, choices=choices)
    context = {**frame(use_case, MAP), "form": form, "choices": len(choices)}
    if form.is_valid():
        names = dict(choices)
        one, other = form.cleaned_data["before"], form.cleaned_data["after"]
        before, after = (readable(text_named(use_case, each)) for each in (one, other))
        context |= {"before_name": names[one], "after_name": names[other]}
        if before is None or after is None:
            context["unreadable"] = names[one] if before is None else names[other]
        else:
            earlier, later = marks(before, after)
            found = changes(before, after)
            context |= {
                "in_short": differences.in_short(found),
                "subjects": differences.by_subject(found),
                "before": figure(before, marks=earlier, note=names[one]),
                "after": figure(after, marks=later, note=names[other]),
            }
    return render(request, "workflow/compare.html", context)
