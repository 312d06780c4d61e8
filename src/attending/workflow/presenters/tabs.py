"""The tabs of a use case's workflow: each subject of the room has one, and shows it on its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse

from attending.program.models import UseCase
from attending.program.registries.pages import url_of
from attending.ui.parts import Crumb

MAP: Final = "Map"
WALKTHROUGH: Final = "Walkthrough"
REALITY: Final = "Reality"
WORKLOAD: Final = "Workload"
HAZARDS: Final = "Hazards"
_PAGES: Final = {
    MAP: "workflow:use-case",
    WALKTHROUGH: "workflow:walkthrough",
    REALITY: "workflow:reality",
    WORKLOAD: "workflow:workload",
    HAZARDS: "workflow:hazards",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; ``current`` is the one whose page is shown."""

    label: str
    url: str
    current: bool


def tabs(use_case: UseCase, current: str) -> list[Tab]:
    """The tabs as seen from the page of ``current``, one of the names above."""
    found = []
    for label, name in _PAGES.items():
        try:
            found.append(Tab(label, reverse(name, args=[use_case.key]), label == current))
        except NoReverseMatch:
            continue
    return found


def frame(use_case: UseCase, current: str) -> dict[str, object]:
    """What ``workflow/base.html`` needs: the use case, its page, the tabs and the pages above."""
    return {
        "use_case": use_case,
        "use_case_url": url_of(use_case),
        "tabs": tabs(use_case, current),
        "crumbs": crumbs(use_case),
    }


def crumbs(use_case: UseCase | None = None) -> list[Crumb]:
    """The pages above: the list and, below it, the home of a use case's workflow."""
    above = [Crumb("Workflow", reverse("workflow:use-cases"))]
    return [*above, Crumb(use_case.title, reverse("workflow:use-case", args=[use_case.key]))] if use_case else above
