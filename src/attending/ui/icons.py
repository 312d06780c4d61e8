"""Line icons on a 24 by 24 grid, drawn with the colour of the text around them."""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

_STROKES: dict[str, str] = {
    "rounds": '<path d="M9 4.5h6v3H9z"/><path d="M9 6H6v14h12V6h-3"/><path d="m9 13.5 2.2 2.2L15.5 11"/>',
    "use-cases": '<path d="M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4z"/><path d="M16.5 13v6M13.5 16h6"/>',
    "portfolio": '<path d="M4 20V4M4 20h16"/><path d="M8 16v-4M12 16V8M16 16v-6"/>',
    "workflow": '<path d="M3.5 4.5h6v5h-6zM14.5 14.5h6v5h-6z"/><path d="M9.5 7H17v7m-2.5-2.5L17 14l2.5-2.5"/>',
    "committee": '<circle cx="8" cy="9" r="3"/><circle cx="16.5" cy="10" r="2.3"/>'
    '<path d="M3 19c.4-3.3 2.3-5 5-5s4.6 1.7 5 5M15 14.6c3-.4 5.3 1.2 5.8 4.4"/>',
    "reviews": '<path d="M3 13h4l2.5-7 4.5 12 2.5-5H21"/>',
    "safety": '<path d="M4 5h16v11h-9l-4 4v-4H4z"/><path d="M12 7.8v4M12 13.6v.4"/>',
    "inventory": '<path d="M4 8.5 12 4l8 4.5v8L12 21l-8-4.5z"/><path d="M4 8.5l8 4.5 8-4.5M12 13v8"/>',
    "policy": '<path d="M12 4v16M8 20h8M5 7h14"/><path d="M5 7l-2.5 6h5zM19 7l-2.5 6h5z"/>',
    "more": '<path d="M5 7h14M5 12h14M5 17h14"/>',
    "record": '<path d="M12 3.5 19 6v6c0 4.3-2.8 7.2-7 8.5C7.8 19.2 5 16.3 5 12V6z"/><path d="m9 12 2 2 4-4"/>',
    "page": '<path d="M6 3.5h8l4 4V20.5H6z"/><path d="M14 3.5v4h4"/>',
    "person": '<circle cx="12" cy="8" r="3.6"/><path d="M5 20c.6-4 3.2-6 7-6s6.4 2 7 6"/>',
    "sign-out": '<path d="M10 4H5v16h5"/><path d="M10 12h10m-3.5-3.5L20 12l-3.5 3.5"/>',
    "download": '<path d="M12 4v10m-4-4 4 4 4-4"/><path d="M5 19h14"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 5 5"/>',
    "arrow-right": '<path d="M5 12h14m-5-5 5 5-5 5"/>',
    "chevron": '<path d="m6 9 6 6 6-6"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3 3 3 3"/>',
}

_MARKS: dict[str, str] = {
    "ok": '<circle cx="8" cy="8" r="6.5" fill="none"/><path d="m5 8.2 2.2 2.2L11.2 6" fill="none"/>',
    "watch": '<path d="M8 2 14.5 13.5h-13z" fill="none"/><path d="M8 6.5v3.2M8 11.6v.4" fill="none"/>',
    "breach": '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z" class="solid"/><path d="M8 4.8v4M8 10.9v.4" class="cut"/>',
    "stop": '<path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2z" class="solid"/>'
    '<path d="M4.8 8h6.4" class="cut"/>',
    "pending": '<circle cx="8" cy="8" r="6.5" fill="none"/><path d="M8 4.5V8l2.4 1.6" fill="none"/>',
    "info": '<circle cx="8" cy="8" r="6.5" fill="none"/><path d="M8 7.3v4M8 4.5v.4" fill="none"/>',
    "neutral": '<rect x="2" y="6" width="12" height="4" rx="2" fill="none"/>',
    "synthetic": '<rect x="2" y="2" width="12" height="12" fill="none" stroke-dasharray="2.5 2"/>'
    '<path d="M5.5 10.5 10.5 5.5" fill="none"/>',
}

KINDS = tuple(_MARKS)


@cache
def icon(name: str) -> SafeString:
    """An icon for beside a word; hidden from screen readers. Raises KeyError with the names there are."""
    if name not in _STROKES:
        raise KeyError(f"There is no icon {name!r}; choose one of {', '.join(sorted(_STROKES))}.")
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" '
        'focusable="false">{}</svg>',
        SafeString(_STROKES[name]),
    )


@cache
def mark(kind: str) -> SafeString:
    """The shape of a status: each kind has its own outline, so that it is told apart without its colour."""
    if kind not in _MARKS:
        raise KeyError(f"There is no status kind {kind!r}; choose one of {', '.join(KINDS)}.")
    return format_html(
        '<svg class="mark" viewBox="0 0 16 16" width="16" height="16" stroke="currentColor" stroke-width="1.6" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        SafeString(_MARKS[kind]),
    )
