"""A sealed packet, ready to be shown: the same rows on the page and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attending.decisions import packet_charts
from attending.decisions.models import Packet
from attending.decisions.presenters.times import stamp
from attending.ui.parts import DataTable, Figure, Link

MISSING_CHART = "This chart cannot be drawn here; its data are in the packet's JSON file."


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a packet; what it does not hold is empty or None."""

    heading: str
    text: str
    rows: Sequence[tuple[str, str]]
    table: DataTable | None
    chart: Figure | None
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class PacketView:
    """A packet as it is shown."""

    title: str
    asked: str
    summary: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    sha256: str
    version: int
    sealed: str


def packet_view(packet: Packet) -> PacketView:
    """The packet for a page."""
    return _view(packet, packet_charts.on_page)


def packet_paper(packet: Packet) -> PacketView:
    """The packet for print."""
    return _view(packet, packet_charts.on_paper)


def _view(packet: Packet, draw: Callable[[Mapping[str, Any]], str]) -> PacketView:
    document = json.loads(packet.document)
    return PacketView(
        title=document["title"],
        asked=document["asked"],
        summary=[(label, value) for label, value in document.get("summary", [])],
        sections=[_section(each, draw) for each in document["sections"]],
        sha256=packet.sha256,
        version=packet.version,
        sealed=stamp(packet.sealed_at),
    )


def _section(section: Mapping[str, Any], draw: Callable[[Mapping[str, Any]], str]) -> Section:
    return Section(
        heading=section["heading"],
        text=section.get("text", ""),
        rows=[(label, value) for label, value in section.get("rows", [])],
        table=_table(section["table"]) if "table" in section else None,
        chart=_chart(section["chart"], draw) if "chart" in section else None,
        links=[Link(label, path) for label, path in section.get("links", [])],
    )


def _table(table: Mapping[str, Any]) -> DataTable:
    columns, rows = table["columns"], table["rows"]
    numeric = [at for at in range(1, len(columns)) if _are_numbers([row[at] for row in rows])]
    wordy = len(columns) > 2 and len(numeric) < len(columns) - 1
    return DataTable(columns, rows, table.get("caption", ""), numeric, stacks=wordy or None)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers; one that is empty throughout does not."""
    return any(cells) and all(_is_number(cell) for cell in cells)


def _is_number(text: str) -> bool:
    return not text or text[0].isdigit() or text[0] in "-\N{MINUS SIGN}<>+\N{EN DASH}"


def _chart(chart: Mapping[str, Any], draw: Callable[[Mapping[str, Any]], str]) -> Figure:
    svg = draw(chart)
    return Figure(chart.get("title", ""), svg, None, "" if svg else MISSING_CHART, chart.get("source", ""))
