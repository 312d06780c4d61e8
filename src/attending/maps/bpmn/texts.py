"""Texts of a file as a map takes them: printable, and cut where they are too long, which is named."""

from __future__ import annotations

import re
from typing import Final

from attending.maps.bpmn.source import Source
from attending.maps.entry import LONGEST_LINE, LONGEST_NOTE
from attending.maps.yaml_tree import UNPRINTABLE

_UNPRINTABLE: Final = re.compile(UNPRINTABLE)


def line(text: str, source: Source, what: str) -> str:
    """A text in one line; `what` names it where the end is cut off."""
    return _cut(" ".join(_UNPRINTABLE.sub(" ", text).split()), LONGEST_LINE, source, what)


def note(text: str, source: Source, what: str) -> str:
    """A text in lines."""
    return _cut(_UNPRINTABLE.sub(" ", text.replace("\r", "\n")).strip(), LONGEST_NOTE, source, what)


def _cut(text: str, most: int, source: Source, what: str) -> str:
    if len(text) <= most:
        return text
    source.leave(f"{what} after {most:,} characters")
    return text[:most].rstrip()
