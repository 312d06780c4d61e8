"""What a packet may hold, and the one text that is hashed.

A packet is plain data, never HTML, and everything in it can be shown: ::

    {"title": str, "asked": str,
     "summary": [[label, value], ...],                            # optional, at most seven lines
     "sections": [{"heading": str,                                # and any of:
                   "text": str,
                   "rows": [[label, value], ...],
                   "table": {"columns": [str, ...], "rows": [[str, ...], ...], "caption": str},
                   "chart": {"name": str, ...},                   # drawn by the renderer registered for the name
                   "links": [[label, "/path/"], ...]}, ...],
     "data": {...}}                                               # optional: for machines; hashed, not shown
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785

from attending.decisions.rules.refusals import InvalidPacket

SUMMARY_LINES = 7
_TOP = {"title", "asked", "summary", "sections", "data"}
_SECTION = {"heading", "text", "rows", "table", "chart", "links"}
_TABLE = {"columns", "rows", "caption"}


def canonical(document: Mapping[str, Any]) -> str:
    """RFC 8785 text of a packet after checking that all of it can be shown; raises InvalidPacket."""
    _check(document)
    try:
        return rfc8785.dumps(dict(document)).decode()
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, TypeError) as error:
        raise InvalidPacket(f"A packet is plain JSON without NaN and with dates as text: {error}") from error


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of the UTF-8 text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check(document: Mapping[str, Any]) -> None:
    _only(document, _TOP, "packet")
    _text(document.get("title"), "title")
    _text(document.get("asked"), "asked")
    _pairs(document.get("summary", []), "summary")
    if len(document.get("summary", [])) > SUMMARY_LINES:
        raise InvalidPacket(f"The summary of a packet has at most {SUMMARY_LINES} lines; the rest belongs in sections.")
    sections = document.get("sections")
    if not isinstance(sections, list):
        raise InvalidPacket("A packet has a list of sections.")
    for index, section in enumerate(sections):
        _check_section(section, f"sections[{index}]")


def _check_section(section: object, where: str) -> None:
    if not isinstance(section, Mapping):
        raise InvalidPacket(f"{where} is an object with a heading.")
    _only(section, _SECTION, where)
    _text(section.get("heading"), f"{where}.heading")
    if "text" in section:
        _text(section["text"], f"{where}.text")
    _pairs(section.get("rows", []), f"{where}.rows")
    _pairs(section.get("links", []), f"{where}.links")
    for label, path in section.get("links", []):
        if not path.startswith("/") or path.startswith("//"):
            raise InvalidPacket(f"{where}.links: {label!r} must lead to a page of this installation, like /reviews/3/.")
    if "table" in section:
        _check_table(section["table"], f"{where}.table")
    if "chart" in section:
        chart = section["chart"]
        if not isinstance(chart, Mapping) or not isinstance(chart.get("name"), str):
            raise InvalidPacket(f"{where}.chart is an object with the name of its renderer.")


def _check_table(table: object, where: str) -> None:
    if not isinstance(table, Mapping):
        raise InvalidPacket(f"{where} is an object with columns and rows.")
    _only(table, _TABLE, where)
    columns, rows = table.get("columns"), table.get("rows")
    if not _strings(columns) or not columns:
        raise InvalidPacket(f"{where}.columns is a list of headings.")
    if not isinstance(rows, list) or any(not _strings(row) or len(row) != len(columns) for row in rows):
        raise InvalidPacket(f"{where}.rows: every row is a list of {len(columns)} texts, already formatted.")
    if "caption" in table:
        _text(table["caption"], f"{where}.caption")


def _only(value: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(value) - known)
    if unknown:
        raise InvalidPacket(
            f"{where} holds {', '.join(unknown)}, which would not be shown; it may hold {', '.join(sorted(known))}."
        )


def _text(value: object, where: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidPacket(f"{where} is a text that is not empty.")


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _pairs(value: object, where: str) -> None:
    if not isinstance(value, Sequence) or any(not _strings(row) or len(row) != 2 for row in value):
        raise InvalidPacket(f"{where} is a list of [label, value], both texts already formatted.")
