"""Raising a concern without an account, from the code on the wall. Nothing of who sends it is kept.

No session is begun and no address is kept: how often somebody sends is counted under a keyed hash that ends by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attending.decisions.in_force import policy_of
from attending.policies.fields import hours
from attending.policies.model import ConcernRule
from attending.program.changing import changes, posted
from attending.program.rules import Refused
from attending.safety.actions.concerns import CodeClosed, raise_concern
from attending.safety.actions.record import Identifying
from attending.safety.forms.concerns import ConcernForm
from attending.safety.models import ConcernCode
from attending.safety.presenters import outside as present
from attending.safety.queries import concerns as queries
from attending.safety.rules.concerns import as_receipt

OFTEN = "Much was sent from here just now. Wait ten minutes and send it again; what you wrote still stands below."


def _at_code(
    view: Callable[Concatenate[HttpRequest, ConcernCode, str, ...], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page of the code in the address: 404 where nobody knows it, 410 once it is closed."""

    @login_not_required
    @never_cache
    @wraps(view)
    def found(request: HttpRequest, token: str, **keywords: str) -> HttpResponse:
        code = queries.code_by_token(token)
        if code is None or code.closed_at is not None:
            return _unusable(request, known=code is not None)
        return view(request, code, token, **keywords)

    return found


@changes
@_at_code
def raise_one(request: HttpRequest, code: ConcernCode, token: str) -> HttpResponse:
    """The form on the phone."""
    form = ConcernForm(posted(request), in_use=queries.shown_on(code.unit))
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _may_send(request, code):
            form.add_error(None, OFTEN)
            return _form(request, code, token, form, 429)
        try:
            concern = raise_concern(code, form.said())
        except CodeClosed:
            return _unusable(request, known=True)
        except Identifying as found:
            form.add_error("words", str(found))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("safety:sent", token, concern.receipt)
    if form.errors:
        status = 422
    return _form(request, code, token, form, status)


def _form(request: HttpRequest, code: ConcernCode, token: str, form: ConcernForm, status: int) -> HttpResponse:
    context = {"unit": code.unit, "token": token, "form": form, "within": hours(_clock(code).answer_within_hours)}
    return render(request, "safety/raise.html", context, status=status)


@require_safe
@_at_code
def sent(request: HttpRequest, code: ConcernCode, token: str, receipt: str) -> HttpResponse:
    """It is sent: the receipt, and until when it is answered."""
    concern = queries.by_receipt(code.unit, as_receipt(receipt))
    if concern is None:
        raise Http404("There is no such receipt on this unit.")
    context = {"unit": code.unit, "token": token, "mine": present.mine(concern, timezone.now(), _clock(code))}
    return render(request, "safety/sent.html", context)


@require_safe
@_at_code
def answers(request: HttpRequest, code: ConcernCode, token: str) -> HttpResponse:
    """You said, we answered: what the unit raised and what came of it; one's own by its receipt."""
    now, clock = timezone.now(), _clock(code)
    written = request.GET.get("receipt", "")
    own = queries.by_receipt(code.unit, as_receipt(written)) if as_receipt(written) else None
    found = queries.raised_on(code.unit, now)
    context = {
        "unit": code.unit,
        "token": token,
        "written": written,
        "mine": present.mine(own, now, clock) if own else None,
        "unknown": bool(written) and own is None,
        "counted": present.counted(found, now, clock),
        "said": present.you_said(found),
    }
    return render(request, "safety/answers.html", context)


def _clock(code: ConcernCode) -> ConcernRule:
    return policy_of(code.unit.site.organisation_id).concern_clock


def _may_send(request: HttpRequest, code: ConcernCode) -> bool:
    """Whether neither this code nor this address has sent too often; the limits stand in the settings."""
    address = salted_hmac("attending.safety.address", get_adapter().get_client_ip(request)).hexdigest()
    by_code = ratelimit.consume(request, action="concern_code", key=f"code:{code.pk}")
    return bool(by_code and ratelimit.consume(request, action="concern_address", key=address))


def _unusable(request: HttpRequest, *, known: bool) -> HttpResponse:
    return render(request, "safety/unusable.html", {"known": known}, status=410 if known else 404)
