"""A card as a value: every text by the path of its element, nothing trimmed or mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from attending.cards.chai.catalog import FieldKind, fields

_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class CardProblem:
    """Why a card is not read: the path of the element, the line of the file (0 where unknown), and what is wrong."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        place = f"{self.path or 'The card'}{f', line {self.line}' if self.line else ''}"
        return f"{place}: {self.sentence}"


class CardRefused(ValueError):
    """A card that is not read or not written; ``problems`` say where and why."""

    def __init__(self, problems: Sequence[CardProblem]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - _SHOWN
        rest = f" And {more} more." if more > 0 else ""
        super().__init__(" ".join(f"{problem}." for problem in self.problems[:_SHOWN]) + rest)


@dataclass(frozen=True, slots=True)
class MetricResult:
    """One measured value: its label, and the JSON text as the card has it (``values.parse_value`` reads it)."""

    label: str
    value_json: str


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A CHAI Applied Model Card.

    ``texts`` has each text field by path, ``lists`` each list, ``results`` each group of metric results. A field that
    the file lacks is in none of them; one that is there and empty has the empty text or the empty tuple.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    results: Mapping[str, tuple[MetricResult, ...]] = field(default_factory=dict)
    signed: bool = False

    def text(self, path: str) -> str:
        """The text of a field, empty where the card lacks it. Raises KeyError for a path no card has."""
        if fields()[path].kind is not FieldKind.TEXT:
            raise KeyError(path)
        return self.texts.get(path, "")

    @property
    def name(self) -> str:
        return self.text("BasicInfo/ModelName").strip()

    @property
    def version(self) -> str:
        return self.text("ReleaseInfo/ReleaseVersion").strip()

    def has(self, path: str) -> bool:
        """Whether the file has the element."""
        return path in self.texts or path in self.lists or path in self.results

    def statements(self) -> Iterator[tuple[str, str, str]]:
        """Every statement in order: path, label (of a metric result), and text; what is absent has an empty text."""
        for path, each in fields().items():
            match each.kind:
                case FieldKind.TEXT:
                    yield path, "", self.texts.get(path, "")
                case FieldKind.LIST:
                    yield path, "", "; ".join(self.lists.get(path, ()))
                case FieldKind.RESULTS:
                    for result in self.results.get(path, ()):
                        yield path, result.label, result.value_json
