"""What is written into each step's shape, and how large it is by that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from attending.maps.layout.text import LINE, SIZE, SMALL, SMALL_LINE, wrapped
from attending.maps.model import Step, StepKind
from attending.maps.words import AUTHORITIES, duration

WIDTH: Final = 152
SLANT: Final = 18
_PADDING: Final = 10
_LEAST: Final = 44
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Card:
    """Lines of text: what the AI does or who checks it (`tag`), the name, and times (`foot`); height in pixels."""

    tag: tuple[str, ...]
    name: tuple[str, ...]
    foot: tuple[str, ...]
    height: float


def card(step: Step) -> Card:
    """The card of a step, WIDTH pixels wide."""
    inset = {StepKind.DECISION: SLANT + 2, StepKind.START: 14, StepKind.END: 14}.get(step.kind, _PADDING)
    room = WIDTH - 2 * inset
    tag = tuple(line for each in _tag(step) for line in wrapped(each, room, SMALL, 1))
    name = wrapped(step.name, room, SIZE, _MOST_LINES)
    foot = wrapped(_times(step), room, SMALL, 2)
    text = LINE * len(name) + SMALL_LINE * (len(tag) + len(foot))
    return Card(tag, name, foot, max(_LEAST, text + 2 * _PADDING))


def _tag(step: Step) -> tuple[str, ...]:
    if step.kind is StepKind.ASSIST:
        return ("AI assist",)
    if step.oversight is None:
        return ()
    may = step.oversight.may
    return ("Checks the AI", AUTHORITIES[may]) if may else ("Checks the AI",)


def _times(step: Step) -> str:
    parts = [f"{duration(step.minutes)} of work"] if step.minutes is not None else []
    if step.limit is not None:
        parts.append(f"within {duration(step.limit.minutes)}")
    return ", ".join(parts)
