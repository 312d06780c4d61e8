"""What is weak in a card: blanks, words that say nothing, bare zeros, estimates without an interval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attending.cards.chai.catalog import Field, FieldKind, fields
from attending.cards.chai.model import MetricResult, ModelCard
from attending.cards.chai.values import EstimateCi, MeanSd, Other, Single, parse_value, said

_SAYS_NOTHING: Final = re.compile(
    r"(n\.?\s*/?\s*a\.?|none|nil|null|[-\u2013\u2014]+|tbd|unknown"
    r"|not (available|applicable|provided|known|stated))\.?",
    re.IGNORECASE,
)
_TALLIES: Final = frozenset({"n", "count", "cases", "patients", "encounters", "scans", "images", "studies", "notes"})
"""Units of what was counted, such as how many cases were tested: no estimate, so no interval is missed."""

_COUNTS: Final = re.compile(r"(?<!\w)n\s*[=:]\s*\d", re.IGNORECASE)


class Flaw(StrEnum):
    """What is weak about a field, the most telling first."""

    BARE_ZERO = "bare zero"
    OUT_OF_ORDER = "interval out of order"
    NOT_READ = "value not read"
    NO_INTERVAL = "no interval"
    BLANK = "blank"
    SAYS_NOTHING = "says nothing"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class CardFinding:
    """One weak point: the path of the field, the label of a metric result, and what to ask, as one sentence."""

    path: str
    label: str
    flaw: Flaw
    sentence: str


def findings(card: ModelCard) -> tuple[CardFinding, ...]:
    """Every weak point of a card, in the order of its fields."""
    return tuple(finding for known in fields().values() for finding in _of(card, known))


def says_nothing(text: str) -> bool:
    """Whether a text is there but only says that there is nothing, such as "N/A"."""
    return _SAYS_NOTHING.fullmatch(text.strip()) is not None


def _of(card: ModelCard, known: Field) -> Iterator[CardFinding]:
    def found(flaw: Flaw, sentence: str, label: str = "") -> CardFinding:
        return CardFinding(known.path, label, flaw, sentence)

    if not card.has(known.path):
        yield found(Flaw.LEFT_OUT, f"{known.title} is left out, as the format allows; ask for it.")
        return
    match known.kind:
        case FieldKind.TEXT:
            text = card.texts[known.path]
            if not text.strip():
                yield found(Flaw.BLANK, f"{known.title} is blank.")
            elif says_nothing(text):
                yield found(Flaw.SAYS_NOTHING, f"{known.title} says only \u201c{text.strip()}\u201d.")
        case FieldKind.LIST:
            if not any(each.strip() for each in card.lists[known.path]):
                yield found(Flaw.BLANK, f"{known.title} is blank.")
        case FieldKind.RESULTS:
            around = " ".join(card.texts.get(f"{known.section}/{name}", "") for name in _AROUND)
            for result in card.results[known.path]:
                flaw, sentence = _weakness(result, around)
                if flaw is not None:
                    yield found(flaw, sentence, result.label)


_AROUND: Final = ("Interpretation", "TestingDataDescription")


def _weakness(result: MetricResult, around: str) -> tuple[Flaw | None, str]:
    name = result.label.strip() or "A result without a label"
    value = parse_value(result.value_json)
    counted = getattr(value, "n", None) is not None or _COUNTS.search(around) is not None
    match value:
        case Other(text) if not text.strip() or text.strip() == "null" or says_nothing(text):
            return Flaw.BLANK, f"{name} has no value."
        case Other(text):
            return Flaw.NOT_READ, f"{name} is \u201c{text.strip()[:80]}\u201d, which is no value of a known shape."
        case Single(0.0, "", None):
            told = "Ask for the size of the effect, its interval, and how many patients it rests on"
            return Flaw.BARE_ZERO, f"{name} is a bare 0, without unit, n or interval. {told}."
        case EstimateCi(estimate, lower, upper) if not lower <= estimate <= upper:
            return Flaw.OUT_OF_ORDER, f"{name} is {said(value)}: the estimate is not inside its interval."
        case Single(number, unit) if number > 0 and unit.strip().casefold() in _TALLIES:
            return None, ""
        case Single():
            missing = "an interval" if counted else "an interval, or on how many patients it rests"
            return Flaw.NO_INTERVAL, f"{name} is {said(value)}, without {missing}."
        case EstimateCi() | MeanSd():
            return None, ""
