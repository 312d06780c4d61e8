"""A person's own login: second factors, password, and continuing as a seat in a demonstration."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from attending.accounts import demo, queries
from attending.accounts.models import User
from attending.accounts.reauthentication import RelyingParty


@never_cache
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What protects the login, and how long a session lasts."""
    user = _user(request)
    return render(
        request,
        "accounts/security.html",
        {
            "factors": queries.second_factors(user),
            "has_totp": queries.has_totp(user),
            "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
            "absolute_hours": settings.SESSION_COOKIE_AGE // 3600,
        },
    )


@never_cache
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Choose between a passkey and an authenticator app; shown until one of them is set up."""
    if queries.has_second_factor(_user(request)):
        return redirect("accounts:security")
    host = RelyingParty.of(request).id
    return render(request, "accounts/second_factor.html", {"passkeys_possible": not _is_address(host)})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def continue_as(request: HttpRequest) -> HttpResponse:
    """Continue as a seat without a password: only in a demonstration, only from this machine."""
    if not demo.is_allowed(request):
        raise Http404
    seats = demo.seats()
    if request.method == "POST":
        chosen = request.POST.get("seat", "")
        if chosen not in {str(user_id) for user_id, _, _ in seats}:
            raise Http404
        get_adapter(request).login(request, get_object_or_404(User, pk=int(chosen), is_active=True))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/continue_as.html", {"seats": seats})


@login_not_required
def not_offered(_request: HttpRequest) -> HttpResponse:
    """Pages of the login library that this product does not offer: signing up, resets by mail."""
    raise Http404


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _is_address(host: str) -> bool:
    """Browsers make passkeys for host names only, not for IP addresses."""
    return host.startswith("[") or host.replace(".", "").isdecimal()
