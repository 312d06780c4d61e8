"""The one way a page changes something: a form, one action, a message, and on to where the result is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict, Unpack

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from attending.program.rules import Refused
from attending.ui.parts import Crumb

changes = require_http_methods(["GET", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """The data of a form: what was posted, or None when the form is first shown."""
    return request.POST if request.method == "POST" else None


class Words(TypedDict):
    """What a form says: its title, what it is for, its button, and what is said once it is done."""

    title: str
    lede: str
    submit: str
    done: str


class Wording(Words, total=False):
    """The same, and how it differs from the usual form: the kind of its button, its template, what stands beside it."""

    kind: str
    template: str
    beside: Mapping[str, object] | None


def change(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[], str],
    *,
    title: str,
    lede: str,
    submit: str,
    done: str,
    back: str,
    crumbs: Sequence[Crumb] = (),
    kind: str = "primary",
    template: str = "program/change.html",
    beside: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show ``form``; once it is valid call ``act``, say ``done`` and go to the address that ``act`` returned.

    A Refused becomes an error of the form, under a status of 422 like every invalid form. A ``template`` that extends
    the usual one shows what is in ``beside`` next to the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(address)
    context = {
        "form": form,
        "title": title,
        "lede": lede,
        "submit": submit,
        "back": back,
        "crumbs": crumbs,
        "kind": kind,
        **(beside or {}),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def change_on(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[], object],
    *,
    page: str,
    crumbs: Sequence[Crumb] = (),
    **wording: Unpack[Wording],
) -> HttpResponse:
    """The same for a change of what one page shows: it ends on ``page``, whatever ``act`` returns."""

    def act_and_return() -> str:
        act()
        return page

    return change(request, form, act_and_return, back=page, crumbs=crumbs, **wording)
