"""What was found out about a plan, read from its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from attending.analytics import sequencing
from attending.analytics.records import from_record
from attending.strategy.models import Plan
from attending.strategy.queries.roadmaps import studies
from attending.strategy.rules.plan_study import PARTS, Prices, WishCosts, Worths

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Study:
    """Each part, or None while it is not known."""

    greedy: sequencing.Plan | None
    wishes: WishCosts | None
    worth: Worths | None
    alternatives: sequencing.Alternatives | None
    robust: sequencing.Robust | None
    prices: Prices | None

    @property
    def complete(self) -> bool:
        """Whether everything is known."""
        return None not in (self.greedy, self.wishes, self.worth, self.alternatives, self.robust, self.prices)


def study_of(plan: Plan) -> Study:
    """One query."""
    found = studies(plan)
    documents: Mapping[str, object] = {part: study.document for part, study in found.items() if part in PARTS}

    def read(part: str, kind: type[T]) -> T | None:
        return from_record(kind, documents[part]) if part in documents else None

    return Study(
        read("greedy", sequencing.Plan),
        read("wishes", WishCosts),
        read("worth", Worths),
        read("alternatives", sequencing.Alternatives),
        read("robust", sequencing.Robust),
        read("prices", Prices),
    )
