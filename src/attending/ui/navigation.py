"""Where the rooms enter themselves in the navigation and the footer, at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

Test = Callable[[HttpRequest], bool]

# Places in the bar at the foot of a phone, each as wide as a thumb needs.
ROOM = 5


def always(_request: HttpRequest) -> bool:
    """Offered to everybody who is signed in."""
    return True


@dataclass(frozen=True, slots=True)
class Destination:
    """A place the navigation offers to those for whom ``shown`` holds.

    ``section`` names the section whose pages lead to one another; the first of them stands for it in the main row.
    What is ``at_hand`` stays in the bar of a phone; the rest opens from its last place, "More".
    """

    label: str
    url_name: str
    order: int
    icon: str
    shown: Test = always
    section: str = ""
    at_hand: bool = False


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A destination as one page shows it."""

    label: str
    url: str
    icon: str
    current: bool
    at_hand: bool = True


_main: dict[str, Destination] = {}
_footer: dict[str, Destination] = {}
_own: dict[str, Destination] = {}


def register(
    label: str, url_name: str, order: int, icon: str = "page", *, section: str = "", at_hand: bool = False
) -> None:
    """Offer a page in the main navigation; the lowest ``order`` comes first. Registering a name again replaces it.

    The pages of one ``section`` share one place in the main row, under the section's name, and stand side by side above
    each of them. A phone's bar has room for four that are ``at_hand`` beside "More"; where no more than five places are
    registered, all of them are.
    """
    _main[url_name] = Destination(label, url_name, order, icon, section=section, at_hand=at_hand)


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
        shown = replace(link, label=each.section or link.label, at_hand=each.at_hand)
        rows[each.section or each.url_name] = replace(first, current=first.current or link.current) if first else shown
    links = list(rows.values())
    return links if len(links) > ROOM else [replace(link, at_hand=True) for link in links]


def further_links(links: list[NavigationLink]) -> list[NavigationLink]:
    """Those of the main navigation that a phone shows under "More"."""
    return [link for link in links if not link.at_hand]


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
    path, urls, prefix = request.path, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    reachable: list[tuple[Destination, str]] = []
    for destination in sorted(destinations.values(), key=lambda each: (each.order, each.label)):
        if not destination.shown(request):
            continue
        address = _address(destination.url_name, urls, prefix)
        if address is not None:
            reachable.append((destination, address))
    matching = [url for _, url in reachable if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    return [(each, NavigationLink(each.label, url, each.icon, url == current)) for each, url in reachable]


@cache
def _address(url_name: str, urls: str, _prefix: str) -> str | None:
    """Where a page stands, looked up once for a site's addresses; None where it has none."""
    try:
        return reverse(url_name, urls)
    except NoReverseMatch:
        return None
