"""How one value looks inside a table, a list or a sentence."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from attending.ui import icons
from attending.ui.parts import EstimateText, Link, Status


def cell(value: object) -> SafeString:
    """The HTML of one ready value: Status, Link and EstimateText as components, None as a dash, the rest as text."""
    if isinstance(value, Status):
        return format_html('<span class="status {}">{}<span>{}</span></span>', value.kind, _mark(value.kind), value.word)
    if isinstance(value, Link):
        text = format_html('<a href="{}">{}</a>', value.url, value.text) if value.url else conditional_escape(value.text)
        return format_html('{}<span class="detail">{}</span>', text, value.detail) if value.detail else SafeString(text)
    if isinstance(value, EstimateText):
        return _estimate(value)
    if value is None or value == "":
        return SafeString('<span class="missing">–<span class="hidden"> not recorded</span></span>')
    return SafeString(conditional_escape(value))


def _estimate(value: EstimateText) -> SafeString:
    if value.reason:
        return format_html(
            '<span class="estimate absent"><span class="value">Not estimable</span> <span class="reason">{}</span></span>',
            value.reason,
        )
    return format_html(
        '<span class="estimate"><span class="value">{}</span> <span class="interval">{}</span>'
        ' <span class="n">{}</span></span>',
        value.value,
        f"{value.interval}{value.bound}" if value.interval else value.bound,
        value.n,
    )


_MARK_CACHE: dict[str, SafeString] = {}


def _mark(kind: str) -> SafeString:
    if kind not in _MARK_CACHE:
        _MARK_CACHE[kind] = icons.mark(kind)
    return _MARK_CACHE[kind]
