"""Where the rooms enter themselves in the navigation and the footer, at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the navigation offers."""

    label: str
    url_name: str
    order: int
    icon: str


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A destination as one page shows it."""

    label: str
    url: str
    icon: str
    current: bool


_main: dict[str, Destination] = {}
_footer: dict[str, Destination] = {}


def register(label: str, url_name: str, order: int, icon: str = "page") -> None:
    """Offer a page in the main navigation; the lowest ``order`` comes first. Registering a name again replaces it."""
    _main[url_name] = Destination(label, url_name, order, icon)


def register_footer(label: str, url_name: str, order: int = 100) -> None:
    """Offer a page in the footer, such as the Record with its verification."""
    _footer[url_name] = Destination(label, url_name, order, "page")


def main_links(request: HttpRequest) -> list[NavigationLink]:
    """The main navigation as seen from the requested page: the longest matching address is the current one."""
    return _links(_main, request.path)


def footer_links(request: HttpRequest) -> list[NavigationLink]:
    """The footer's links as seen from the requested page."""
    return _links(_footer, request.path)


def _links(destinations: dict[str, Destination], path: str) -> list[NavigationLink]:
    reachable: list[tuple[Destination, str]] = []
    for destination in sorted(destinations.values(), key=lambda each: (each.order, each.label)):
        try:
            reachable.append((destination, reverse(destination.url_name)))
        except NoReverseMatch:
            continue
    matching = [url for _, url in reachable if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    return [NavigationLink(each.label, url, each.icon, url == current) for each, url in reachable]
