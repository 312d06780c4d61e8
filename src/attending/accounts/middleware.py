"""Session limits: a session ends when it has been idle too long, or when it is too old."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

STARTED = "attending.session.started"
LAST_SEEN = "attending.session.last_seen"


class SessionLimits:
    """Log out a session past the idle or the absolute limit; both are settings of the installation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            session = request.session
            started = session.setdefault(STARTED, now)
            idle = now - session.get(LAST_SEEN, now)
            if idle > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
            else:
                session[LAST_SEEN] = now
        return self.get_response(request)
