"""A plan as it is kept: its question and its answer as records, and the digest of all that went into it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from attending.analytics.records import from_record, to_record
from attending.analytics.sequencing import Effort, Plan, Problem

SMALL_CASES: Final = 25
SMALL_CELLS: Final = 120
DRAWS: Final = 30
DRAWS_OF_LARGE: Final = 20


def is_small(problem: Problem) -> bool:
    """Whether it is planned within the request; larger ones have a process of their own."""
    cases = len(problem.initiatives)
    return cases <= SMALL_CASES and cases * problem.horizon <= SMALL_CELLS


def effort_for(problem: Problem) -> Effort:
    """How hard to try: until proven where it is small, else to 2 % of the best; never by the clock."""
    return Effort(gap=0.0 if is_small(problem) else 0.02)


def draws_for(problem: Problem) -> int:
    """Under how many re-runs of the panel it is planned anew, to see what is core."""
    return DRAWS if is_small(problem) else DRAWS_OF_LARGE


def digest(problem: Problem, aside: list[Any]) -> str:
    """SHA-256 of everything that a plan was made from."""
    text = json.dumps({"problem": to_record(problem), "aside": aside}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def problem_of(document: Mapping[str, Any]) -> Problem:
    """The planning question of a plan's record."""
    return from_record(Problem, document)


def plan_from(document: Mapping[str, Any]) -> Plan:
    """The plan of a plan's record."""
    return from_record(Plan, document)
