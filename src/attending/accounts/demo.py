"""Who a visitor of a demonstration may continue as; the demonstration registers the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")

Seat = tuple[int, str, str]
Provider = Callable[[], Sequence[Seat]]

_provider: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` name the seats: (user id, label, one line on what there is to see)."""
    _provider[:] = [provider]


def seats() -> Sequence[Seat]:
    """The seats to continue as; none outside a demonstration."""
    return _provider[0]() if settings.ATTENDING_DEMO and _provider else ()


def is_allowed(request: HttpRequest) -> bool:
    """Whether this is a demonstration, asked from this machine itself, and not through a proxy."""
    if not settings.ATTENDING_DEMO or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        from_here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return from_here and split_domain_port(request.get_host())[0] in LOOPBACK_HOSTS
