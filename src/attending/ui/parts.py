"""The flat, already formatted values that presenters hand to components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WORDS = {
    "ok": "Met",
    "watch": "Watch",
    "breach": "Breach",
    "stop": "Stop",
    "pending": "Waiting",
    "info": "Information",
    "neutral": "Not applicable",
    "synthetic": "Synthetic",
}


@dataclass(frozen=True, slots=True)
class Status:
    """A status: its kind gives shape and colour, its word says what it means.

    ``kind`` is one of ok, watch, breach, stop, pending, info, neutral, synthetic.
    """

    kind: str
    word: str = ""

    def __post_init__(self) -> None:
        if self.kind not in WORDS:
            raise ValueError(f"There is no status kind {self.kind!r}; choose one of {', '.join(WORDS)}.")
        if not self.word:
            object.__setattr__(self, "word", WORDS[self.kind])

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere; without an address it is plain text."""

    text: str
    url: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class EstimateText:
    """An estimate made ready to read: ``0.71``, ``0.68 to 0.74``, ``n 4,301``; or the reason why there is none."""

    value: str
    interval: str
    n: str
    reason: str = ""
    bound: str = ""

    def __str__(self) -> str:
        return f"{self.value} ({self.interval})" if self.interval else self.value


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row of a summary list: a term, what it is, and optionally where to change it."""

    label: str
    value: object
    action_label: str = ""
    action_url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing somebody is asked to do: what, its state, why it is theirs, and by when."""

    title: str
    url: str
    status: Status
    detail: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline; ``when`` is written out and ``machine_when`` is its ISO 8601 form."""

    when: str
    title: str
    detail: str = ""
    who: str = ""
    url: str = ""
    kind: str = "neutral"
    machine_when: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above this one."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Stat:
    """One big number with all it needs to be believed."""

    label: str
    value: str
    denominator: str = ""
    interval: str = ""
    period: str = ""
    source: str = ""
    status: Status | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A small table of ready values: the numbers behind a chart. ``numeric`` are the right-aligned columns, from 0.

    ``stacks``: where there is little room each row becomes a card instead of scrolling sideways; left out, a table of
    few rows and many columns does.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[object]]
    caption: str = ""
    numeric: Sequence[int] = ()
    stacks: bool | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the answer as its title. ``svg`` comes from ``attending.charts.svg``, never from a user."""

    title: str
    svg: str
    table: DataTable | None = None
    note: str = ""
    source: str = ""
