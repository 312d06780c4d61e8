"""What must hold of a session before a page is shown: its limits, and a second factor."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from attending.accounts import queries
from attending.accounts.models import User
from attending.accounts.rules import session_end

STARTED = "attending.session.started"
LAST_SEEN = "attending.session.last_seen"

WITHOUT_SECOND_FACTOR = frozenset(
    {
        "accounts:second-factor",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)


class SessionLimits:
    """End a session that was idle too long or is too old; both limits are settings of the installation.

    The person is sent to the login page, told why, and brought back afterwards; sent data is said to be lost.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        idle_limit = settings.SESSION_IDLE_SECONDS
        started = session.setdefault(STARTED, now)
        last_seen = session.get(LAST_SEEN, now)
        ended = session_end(
            now=now,
            started=started,
            last_seen=last_seen,
            idle_limit=idle_limit,
            absolute_limit=settings.SESSION_COOKIE_AGE,
        )
        if ended:
            logout(request)
            return _back_to_login(request, ended)
        # Writing the session at every request would take SQLite's write lock for every page that is read.
        if LAST_SEEN not in session or now - last_seen >= min(60, idle_limit // 10):
            session[LAST_SEEN] = now
        return self.get_response(request)


class SecondFactorRequired:
    """Nothing is shown to a login without a second factor but the pages that set one up. Not in a demonstration."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Sequence[Any], _kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Send a login without a second factor to set one up."""
        if settings.ATTENDING_DEMO or not isinstance(request.user, User) or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in WITHOUT_SECOND_FACTOR) or queries.has_second_factor(request.user):
            return None
        return _go(request, reverse("accounts:second-factor"))


def start_session(request: HttpRequest) -> None:
    """Begin counting a session's age afresh; called at login, when the session key has just changed."""
    request.session[STARTED] = request.session[LAST_SEEN] = int(time.time())


def _back_to_login(request: HttpRequest, ended: str) -> HttpResponse:
    sent = request.method not in ("GET", "HEAD")
    query = {"ended": ended, "next": _page(request)}
    if sent:
        query["unsaved"] = "yes"
    return _go(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")


def _page(request: HttpRequest) -> str:
    """The page the person is looking at: for a sent form or a part of a page, the page it stands on."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.get_full_path()
    url = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect in the way the caller can follow: a browser, htmx (which would follow inside the page), a script."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"detail": "Log in again.", "login": url}, status=401)
    return HttpResponseRedirect(url)
