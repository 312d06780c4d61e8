"""How the charts of a packet are drawn: rooms register a renderer by name, so that this room needs to know none.

A section's chart is ``{"name": ..., "title": ..., "description": ..., ...}``: the title is the answer it gives, the
description what a screen reader says, and the rest is what its renderer needs, as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Renderer = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class ChartRenderers:
    """``html`` gives inline SVG for a page under the strict CSP, ``paper`` SVG with fixed colours for the PDF."""

    html: Renderer
    paper: Renderer


_renderers: dict[str, ChartRenderers] = {}


def register(name: str, html_renderer: Renderer, print_renderer: Renderer) -> None:
    """Draw charts of this name with these; called once, at start-up."""
    _renderers[name] = ChartRenderers(html_renderer, print_renderer)


def on_page(chart: Mapping[str, Any]) -> str:
    """SVG of a packet's chart for a page; empty when no room that is installed draws it."""
    renderers = _renderers.get(chart["name"])
    return renderers.html(chart) if renderers else ""


def on_paper(chart: Mapping[str, Any]) -> str:
    """SVG of a packet's chart for print; empty when no room that is installed draws it."""
    renderers = _renderers.get(chart["name"])
    return renderers.paper(chart) if renderers else ""
