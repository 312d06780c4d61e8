"""A method of rating a hazard: its scales, its table, what each rating means, and who may accept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What may be done with a risk of this rating, the worst first."""

    UNACCEPTABLE = "unacceptable"
    CONTROLS_FIRST = "controls_first"
    JUSTIFIED = "justified"
    TOLERABLE = "tolerable"
    ACCEPTABLE = "acceptable"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale, in words that a clinician can choose by."""

    key: str
    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Band:
    """Ratings from ``lowest`` to ``highest`` that are treated alike. ``accepted_by`` are seats, by house policy."""

    lowest: int
    highest: int
    name: str
    means: str
    standing: Standing
    accepted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a decision tree; ``yes`` and ``no`` lead to a question, to "stop" or to "proceed".

    With ``rating_from`` it is answered by the rating: yes from that number on.
    """

    key: str
    question: str
    yes: str
    no: str
    rating_from: int | None


@dataclass(frozen=True, slots=True)
class Method:
    """One version of a method. The worst level of each scale comes first.

    ``table`` gives the rating of (likelihood, severity). ``verified`` says whether the source itself was read,
    ``verification`` what was; ``adapted`` why a site's table differs from the published one. ``tree`` is empty for a
    method without a decision tree.
    """

    key: str
    name: str
    title: str
    version: str
    since: date
    rating_name: str
    source: str
    verified: bool
    verification: str
    acceptance_source: str
    adapted: str
    severities: tuple[Level, ...]
    likelihoods: tuple[Level, ...]
    table: Mapping[tuple[str, str], int]
    bands: tuple[Band, ...]
    tree: tuple[Question, ...]

    def rating(self, likelihood: str, severity: str) -> int:
        """What the table gives; raises ValueError naming what is not on a scale."""
        for scale, given, levels in (
            ("likelihood", likelihood, self.likelihoods),
            ("severity", severity, self.severities),
        ):
            if given not in {level.key for level in levels}:
                known = ", ".join(level.key for level in levels)
                raise ValueError(f"{self.name} {self.version} has no {scale} {given!r}; choose one of {known}.")
        return self.table[likelihood, severity]

    def band(self, rating: int) -> Band:
        """How a rating is treated; raises ValueError for one that the table does not hold."""
        for each in self.bands:
            if each.lowest <= rating <= each.highest:
                return each
        raise ValueError(f"{self.name} {self.version} has no rating {rating}.")

    def level_name(self, key: str) -> str:
        """The name of a level of either scale; a key that is on none stays as it is."""
        return next((level.name for level in (*self.severities, *self.likelihoods) if level.key == key), key)
