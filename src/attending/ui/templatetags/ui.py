"""The components of the design system, as template tags: ``{% load ui %}``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from attending.ui import data_tables, formats, icons
from attending.ui.error_links import ErrorLink, error_links
from attending.ui.parts import Crumb, DataTable, Event, Figure, Stat, Status, SummaryRow, Task
from attending.ui.tables import BoundTable
from attending.ui.values import cell

register = template.Library()

CALLOUT_TITLES = {
    "ok": "Done",
    "watch": "Watch",
    "breach": "Breach",
    "stop": "Stop",
    "pending": "Waiting",
    "info": "Information",
    "neutral": "Note",
    "synthetic": "Synthetic data",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "rounds" %}``: a line icon for beside a word."""
    return icons.icon(name)


@register.simple_tag
def status(kind: str | Status, word: str = "") -> SafeString:
    """``{% status "breach" "Stop limit crossed" %}`` or ``{% status row.status %}``: word, shape and colour."""
    return cell(kind if isinstance(kind, Status) else Status(kind, word))


@register.simple_tag
def tag(text: object, kind: str = "neutral") -> SafeString:
    """``{% tag "Silent" "info" %}``: a small label, such as a state or a stage."""
    return format_html('<span class="tag {}">{}</span>', Status(kind).kind, text)


@register.simple_block_tag
def callout(content: str, kind: str = "info", title: str = "", level: int = 2) -> SafeString:
    """``{% callout "breach" title="..." %}...{% endcallout %}``: what must not be missed."""
    return format_html(
        '<section class="callout {0}"><h{1} class="callout-title">{2}<span>{3}</span></h{1}>'
        '<div class="callout-body">{4}</div></section>',
        Status(kind).kind,
        int(level),
        icons.mark(kind),
        title or CALLOUT_TITLES[kind],
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2, detail: str = "") -> SafeString:
    """``{% panel title="Leaders" %}...{% endpanel %}``: a bounded part of a page with its own heading."""
    heading = (
        format_html(
            '<header class="panel-header"><h{0}>{1}</h{0}>{2}</header>',
            int(level),
            title,
            format_html("<p>{}</p>", detail) if detail else "",
        )
        if title
        else ""
    )
    return format_html('<section class="panel">{}{}</section>', heading, content)


@register.simple_block_tag
def shelf(content: str, place: str, title: str, answer: str = "", level: int = 3) -> SafeString:
    """``{% shelf "drift" title="..." answer="..." %}...{% endshelf %}``: a part that is closed and tells its answer.

    ``#place`` in an address opens it; on paper it is open.
    """
    return format_html(
        '<details class="choice shelf"><summary><h{0} class="choice-label">{1}</h{0}>{2}</summary>'
        '<div id="{3}">{4}</div></details>',
        int(level),
        title,
        format_html('<span class="choice-effect">{}</span>', answer) if answer else "",
        place,
        content,
    )


@register.inclusion_tag("ui/parts/summary_list.html")
def summary_list(rows: Iterable[SummaryRow | tuple[str, object]]) -> dict[str, Any]:
    """``{% summary_list rows %}``: terms and values; rows are SummaryRow or (label, value)."""
    return {"rows": [row if isinstance(row, SummaryRow) else SummaryRow(*row) for row in rows]}


@register.inclusion_tag("ui/parts/task_list.html")
def task_list(tasks: Sequence[Task], empty: str = "Nothing is asked of you here.") -> dict[str, Any]:
    """``{% task_list tasks %}``: what is asked, its state and by when."""
    return {"tasks": tasks, "empty": empty}


@register.inclusion_tag("ui/parts/stat.html")
def stat(stat: Stat | None = None, **values: Any) -> dict[str, Any]:
    """``{% stat stat %}``, or ``{% stat label=.. value=.. denominator=.. interval=.. period=.. source=.. %}``."""
    return {"stat": stat or Stat(**values)}


@register.simple_tag
def estimate(value: Any, style: str = "") -> SafeString:
    """``{% estimate e %}``: value with 95 % interval and n, or why it cannot be estimated.

    ``e`` is an ``attending.analytics.estimate.Estimate`` or an EstimateText; ``style`` as in ``formats.estimate_text``.
    """
    return cell(formats.as_estimate_text(value, style))


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms: BaseForm, errors: Sequence[ErrorLink] = ()) -> dict[str, Any]:
    """``{% error_summary form %}``: every error of one or more forms, each linked to its field; nothing when valid."""
    return {"links": [link for form in forms for link in error_links(form)] + list(errors)}


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """``{% field form.reason %}``: label, hint, error and control, joined for a screen reader."""
    return bound_field.as_field_group()


@register.inclusion_tag("ui/parts/form.html", takes_context=True)
def form(
    context: template.Context,
    form: BaseForm,
    submit: str = "Save",
    action: str = "",
    method: str = "post",
    kind: str = "primary",
    cancel_url: str = "",
) -> dict[str, Any]:
    """``{% form form submit="Agree thresholds" cancel_url=url %}``: a whole form with its token and its button."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "method": method,
        "kind": kind,
        "cancel_url": cancel_url,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/parts/empty_state.html")
def empty_state(title: str, text: str = "", action_label: str = "", action_url: str = "") -> dict[str, Any]:
    """``{% empty_state "No deployments yet" "..." "Plan a deployment" url %}``: what would be here, how to begin."""
    return {"title": title, "text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*crumbs: Any) -> dict[str, Any]:
    """``{% breadcrumbs "Use cases" url "Sepsis alert" url2 %}`` or ``{% breadcrumbs crumbs %}``: the pages above."""
    if len(crumbs) == 1:
        return {"crumbs": crumbs[0]}
    return {"crumbs": [Crumb(str(label), str(url)) for label, url in zip(crumbs[::2], crumbs[1::2], strict=True)]}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[Event]) -> dict[str, Any]:
    """``{% timeline events %}``: what happened, in the order given."""
    return {"events": events}


@register.inclusion_tag("ui/parts/figure.html")
def figure(figure: Figure | None = None, level: int = 3, **values: Any) -> dict[str, Any]:
    """``{% figure chart %}``: a chart titled with its answer and its numbers as a table below."""
    chart = figure or Figure(**values)
    return {"figure": chart, "svg": SafeString(chart.svg), "level": level}


@register.simple_tag
def data_table(table: DataTable) -> SafeString:
    """``{% data_table table %}``: a small table of ready values; see ``attending.ui.data_tables``."""
    return data_tables.html(table)


@register.simple_tag
def table(table: BoundTable) -> SafeString:
    """``{% table table %}``: a BoundTable with its filters, sort links, pages and download."""
    return SafeString(render_to_string("ui/parts/table.html", {"table": table}))


@register.simple_tag
def progress(value: int, maximum: int, label: str) -> SafeString:
    """``{% progress done total "Rows read" %}``: how far long work has come, in words and as a bar."""
    return format_html(
        '<div class="progress"><label>{0} <span class="number">{1} of {2}</span>'
        '<progress value="{3}" max="{4}"></progress></label></div>',
        label,
        formats.count(value),
        formats.count(maximum),
        int(value),
        int(maximum),
    )


@register.filter
def show(value: object) -> SafeString:
    """``{{ value|show }}``: a Status, Link or EstimateText as its component, anything else as escaped text."""
    return cell(value)
