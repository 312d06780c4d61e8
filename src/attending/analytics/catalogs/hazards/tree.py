"""Walk the decision tree of a method, such as HFMEA's: which questions are asked, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attending.analytics.catalogs.hazards.method import Method, Question


class End(StrEnum):
    """How a walk ends: nothing more is asked of this hazard, or an action is."""

    STOP = "stop"
    PROCEED = "proceed"


class HazardAction(StrEnum):
    """What HFMEA lets a team do with a hazard on which it has to proceed."""

    ELIMINATE = "eliminate"
    CONTROL = "control"
    ACCEPT = "accept"


ENDS: Final = frozenset(End)


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions in the order they were reached, with answers; ``open`` waits for one, else ``end`` is there."""

    answered: tuple[tuple[Question, bool], ...]
    open: Question | None
    end: End | None


def walk(method: Method, rating: int, answers: Mapping[str, bool]) -> Walk:
    """Follow the tree as far as the answers reach. Answers to questions that are not reached are left aside."""
    questions = {each.key: each for each in method.tree}
    answered: list[tuple[Question, bool]] = []
    at: str = method.tree[0].key if method.tree else End.STOP
    while at not in ENDS:
        asked = questions[at]
        given = rating >= asked.rating_from if asked.rating_from is not None else answers.get(asked.key)
        if given is None:
            return Walk(tuple(answered), asked, None)
        answered.append((asked, given))
        at = asked.yes if given else asked.no
    return Walk(tuple(answered), None, End(at))
