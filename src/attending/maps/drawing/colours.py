"""Colours by their role: on a page the design system's custom properties, so that dark mode applies; on paper fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_LIGHT: Final = {
    "ink": "#18222a",
    "muted": "#53606a",
    "line": "#dedad0",
    "line-strong": "#7a838a",
    "paper": "#f7f5f0",
    "surface": "#ffffff",
    "sunken": "#efece4",
    "accent": "#0f5b63",
    "accent-wash": "#e3f0ef",
    "ok": "#1a6a3a",
    "ok-wash": "#e5f3e9",
    "watch": "#7a5100",
    "watch-wash": "#fdf1d3",
    "breach": "#a1390a",
    "breach-wash": "#fdeadf",
    "stop": "#9f1530",
    "stop-wash": "#fbe6e8",
    "info": "#0f5976",
    "info-wash": "#e2f0f6",
    "neutral": "#4b555d",
    "neutral-wash": "#eceeee",
}

Colours = Mapping[str, str]
PAGE: Final[Colours] = {role: f"var(--{role}, {light})" for role, light in _LIGHT.items()}
PAPER: Final[Colours] = _LIGHT
