"""What every page's frame needs: who is asking, where they can go, and whether this is a demonstration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

import attending
from attending.ui import navigation

Provider = Callable[[HttpRequest], Mapping[str, Any]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let a room add to every page's frame.

    A provider returns any of ``organisation`` (name of the health system), ``identity`` (printed name or seat of the
    person signed in), ``identity_detail`` (a second line, such as their discipline) and ``navigation`` (empty for a
    login that can go nowhere yet). It runs for every page: at most one query.
    """
    if provider not in _providers:
        _providers.append(provider)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of ``ui/base.html``."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    links = navigation.main_links(request) if signed_in else []
    section, beside = navigation.section_links(request) if signed_in else ("", [])
    context: dict[str, Any] = {
        "demo": bool(getattr(settings, "ATTENDING_DEMO", False)),
        "version": attending.__version__,
        "organisation": "",
        "identity": (user.get_full_name() or user.get_username()) if user is not None and signed_in else "",
        "identity_detail": "",
        "navigation": links,
        "further_navigation": navigation.further_links(links),
        "section": section,
        "section_navigation": beside,
        "footer_navigation": navigation.footer_links(request) if signed_in else [],
        "own_navigation": navigation.own_links(request) if signed_in else [],
    }
    for provider in _providers:
        context.update(provider(request))
    return context
