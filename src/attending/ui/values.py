"""How one value looks inside a table, a list or a sentence."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from attending.ui import icons
from attending.ui.formats import EN_DASH
from attending.ui.parts import EstimateText, Link, Status


def cell(value: object) -> SafeString:
    """The HTML of one ready value: Status, Link and EstimateText as components, the rest as text.

    Nothing (None or an empty text) is a dash that is read as "not recorded".
    """
    if isinstance(value, Status):
        mark = icons.mark(value.kind)
        return format_html('<span class="status {}">{}<span>{}</span></span>', value.kind, mark, value.word)
    if isinstance(value, Link):
        return _link(value)
    if isinstance(value, EstimateText):
        return _estimate(value)
    if value is None or value == "":
        return format_html('<span class="missing">{}<span class="hidden"> not recorded</span></span>', EN_DASH)
    return format_html("{}", value)


def _link(value: Link) -> SafeString:
    text = format_html('<a href="{}">{}</a>', value.url, value.text) if value.url else value.text
    detail = format_html('<span class="detail">{}</span>', value.detail) if value.detail else ""
    return format_html("{}{}", text, detail)


def _estimate(value: EstimateText) -> SafeString:
    if value.reason:
        return format_html(
            '<span class="estimate absent"><span class="value">Not estimable</span>'
            ' <span class="reason">{}</span></span>',
            value.reason,
        )
    return format_html(
        '<span class="estimate"><span class="value">{}</span> <span class="interval">{}</span>'
        ' <span class="n">{}</span></span>',
        value.value,
        f"{value.interval}{value.bound}" if value.interval else value.bound,
        value.n,
    )
