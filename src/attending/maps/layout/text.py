"""How wide text is, near enough for any sans-serif font, and how it breaks into lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

LINE: Final = 15
SMALL_LINE: Final = 13
SIZE: Final = 13
SMALL: Final = 11
_NARROW: Final = frozenset("fijlrt.,:;'!|()[]/ I-")
_BROAD: Final = frozenset("mwMW%@&—…")


def px(value: float) -> str:
    """Pixels as they are written: to a tenth, never as a power of ten."""
    return f"{value:.1f}".removesuffix(".0")


def width(text: str, size: float) -> float:
    """The width of one line in pixels; rather too wide than too narrow."""
    return size * sum(_em(character) for character in text)


def wrapped(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of `room` pixels, the last one with … where something is left out."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        fitting = _fitting(line, room, size)
        if fitting < len(line):
            words.insert(0, line[fitting:])
            line = line[:fitting]
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1][: _fitting(lines[-1], room - size, size)].rstrip()}…"
    return tuple(lines)


def widest(lines: Sequence[str], size: float) -> float:
    """The width of the widest line in pixels, 0 without lines."""
    return max((width(line, size) for line in lines), default=0.0)


def _fitting(line: str, room: float, size: float) -> int:
    taken = 0.0
    for place, character in enumerate(line):
        taken += size * _em(character)
        if taken > room and place:
            return place
    return len(line)


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.33
    if character in _BROAD:
        return 0.92
    if ord(character) > 0x2E80:
        return 1.05
    return 0.7 if character.isupper() else 0.58
