"""Where the rooms enter themselves in the navigation and the footer, at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

Test = Callable[[HttpRequest], bool]


def always(_request: HttpRequest) -> bool:
    """Offered to everybody who is signed in."""
    return True


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the navigation offers to those for whom ``shown`` holds.

    ``section`` names the section whose pages lead to one another; the first of them stands for it in the main row.
    """

    label: str
    url_name: str
    order: int
    icon: str
    shown: Test = always
    section: str = ""


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A destination as one page shows it."""

    label: str
    url: str
    icon: str
    current: bool


_main: dict[str, Destination] = {}
_footer: dict[str, Destination] = {}
_own: dict[str, Destination] = {}


def register(label: str, url_name: str, order: int, icon: str = "page", *, section: str = "") -> None:
    """Offer a page in the main navigation; the lowest ``order`` comes first. Registering a name again replaces it.

    The pages of one ``section`` share one place in the main row, under the section's name, and stand side by side above
    each of them.
    """
    _main[url_name] = Destination(label, url_name, order, icon, section=section)


def register_footer(label: str, url_name: str, order: int = 100, *, shown: Test = always) -> None:
    """Offer a page in the footer, such as the Record with its verification."""
    _footer[url_name] = Destination(label, url_name, order, "page", shown)


def register_own(label: str, url_name: str, order: int = 100, icon: str = "page", *, shown: Test = always) -> None:
    """Offer a page in the menu under the person's name."""
    _own[url_name] = Destination(label, url_name, order, icon, shown)


def main_links(request: HttpRequest) -> list[NavigationLink]:
    """The main navigation as seen from the requested page: the longest matching address is the current one."""
    rows: dict[str, NavigationLink] = {}
    for each, link in _links(_main, request):
        first = rows.get(each.section or each.url_name)
        shown = NavigationLink(each.section or link.label, link.url, link.icon, link.current)
        rows[each.section or each.url_name] = replace(first, current=first.current or link.current) if first else shown
    return list(rows.values())


def section_links(request: HttpRequest) -> tuple[str, list[NavigationLink]]:
    """The section the requested page stands in and its pages; without a section an empty name and no link."""
    links = _links(_main, request)
    section = next((each.section for each, link in links if link.current), "")
    return section, [link for each, link in links if section and each.section == section]


def footer_links(request: HttpRequest) -> list[NavigationLink]:
    """The footer's links as seen from the requested page."""
    return [link for _, link in _links(_footer, request)]


def own_links(request: HttpRequest) -> list[NavigationLink]:
    """The links in the menu under the person's name."""
    return [link for _, link in _links(_own, request)]


def _links(destinations: dict[str, Destination], request: HttpRequest) -> list[tuple[Destination, NavigationLink]]:
    path = request.path
    reachable: list[tuple[Destination, str]] = []
    for destination in sorted(destinations.values(), key=lambda each: (each.order, each.label)):
        if not destination.shown(request):
            continue
        try:
            reachable.append((destination, reverse(destination.url_name)))
        except NoReverseMatch:
            continue
    matching = [url for _, url in reachable if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    return [(each, NavigationLink(each.label, url, each.icon, url == current)) for each, url in reachable]
