"""Codes of the units: listed, opened with their poster, closed."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attending.accounts.rules import sha256_hex
from attending.decisions.in_force import policy_of
from attending.program.acting import acting_person
from attending.program.changing import change, change_on, changes, posted
from attending.program.rules import Act, Refused
from attending.safety import poster
from attending.safety.actions.codes import close_code, open_code
from attending.safety.models import ConcernCode
from attending.safety.presenters import codes as present
from attending.safety.queries import concerns as queries
from attending.safety.queries.seats import units_for
from attending.safety.views.lookup import code_or_404, crumbs, unit_or_404
from attending.ui.parts import Crumb


@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Every unit, and whether its staff can raise a concern."""
    acting = acting_person(request)
    found = queries.units_with_codes(acting.organisation)
    context = {"cards": present.cards(found, units_for(acting, Act.OPEN_CONCERNS)), "crumbs": crumbs()}
    return render(request, "safety/codes.html", context)


@never_cache
@changes
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a code for a unit; its poster is shown this once."""
    acting = acting_person(request)
    unit = unit_or_404(acting, pk)
    form = forms.Form(posted(request))
    if request.method == "POST":
        try:
            code, secret = open_code(acting, unit)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _poster(request, code, secret)
    return change(
        request,
        form,
        lambda: reverse("safety:codes"),
        title=f"Open a code for {unit.name}?",
        lede="You get a poster with a QR code to hang up on the unit. Whoever scans it raises a concern about any AI "
        "in use there, without an account. It is shown once: print it or save it then.",
        submit="Open the code",
        done="",
        back=reverse("safety:codes"),
        crumbs=_above(),
    )


def _poster(request: HttpRequest, code: ConcernCode, secret: str) -> HttpResponse:
    address = _address(request, secret)
    context = {
        "unit": code.unit,
        "code": code,
        "secret": secret,
        "address": address,
        "qr": poster.qr_data_uri(address),
        "prints": poster.prints(code.unit),
        "crumbs": _above(),
    }
    return render(request, "safety/poster.html", context)


@never_cache
@require_POST
def poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster as a file, for whoever still has the secret on the screen; the server does not have it."""
    code = code_or_404(acting_person(request), pk)
    secret = request.POST.get("secret", "")
    if code.closed_at is not None or not constant_time_compare(sha256_hex(secret), code.secret_sha256):
        raise Http404("There is no such poster.")
    content = poster.poster_pdf(
        code.unit, _address(request, secret), policy_of(code.unit.site.organisation_id).concern_clock
    )
    headers = {"Content-Disposition": f'attachment; filename="concerns-unit-{code.unit_id}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers={**headers, "Cache-Control": "no-store"})


@changes
def close_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a code."""
    acting = acting_person(request)
    code = code_or_404(acting, pk)
    return change_on(
        request,
        forms.Form(posted(request)),
        lambda: close_code(acting, code),
        page=reverse("safety:codes"),
        crumbs=_above(),
        title=f"Close the code of {code.unit.name}?",
        lede="Its posters lead nowhere from then on: take them down. What was raised stays and is answered; the "
        "answers stand at the unit's next code.",
        submit="Close it",
        done="The code is closed.",
        kind="danger",
    )


def _address(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("safety:raise", args=[secret]))


def _above() -> list[Crumb]:
    return crumbs(Crumb("Codes", reverse("safety:codes")))
