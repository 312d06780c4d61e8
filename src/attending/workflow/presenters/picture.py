"""A map as a figure of a page: titled with what it shows, scrolled where it is wide."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString

from attending.maps.drawing import Mark, draw_sheets
from attending.maps.model import CareMap
from attending.maps.problems import MapRefused
from attending.maps.reading import read
from attending.maps.words import told
from attending.ui.parts import Figure
from attending.workflow.map_drawing import on_page, too_large

MOST_TOLD = 100


def figure(care_map: CareMap, *, marks: Mapping[str, Mark] | None = None, note: str = "") -> Figure:
    """The drawing, or why it is not on the page."""
    large = too_large(care_map)
    if large:
        return Figure(care_map.title, "", note=large)
    return Figure(care_map.title, on_page(care_map, marks=marks), note=note or care_map.about)


def sheets(care_map: CareMap) -> list[SafeString]:
    """The drawing as landscape sheets of paper; none for a map that is too large for a page."""
    if too_large(care_map):
        return []
    return [SafeString(each) for each in draw_sheets(care_map)]


def in_words(care_map: CareMap) -> list[str]:
    """Each step in a sentence, for a small screen and for who listens; the first hundred."""
    return [told(care_map, each) for each in care_map.steps[:MOST_TOLD]]


def read_or_none(text: str) -> tuple[CareMap | None, list[str]]:
    """The map, or nothing and every problem as a sentence."""
    try:
        return read(text), []
    except MapRefused as refused:
        return None, [str(each) for each in refused.problems]
