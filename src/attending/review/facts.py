"""What decisions about a deployment rest on in its reviews: which score is held against which outcome."""

from __future__ import annotations

from collections.abc import Iterable

from attending.ledger.canonical import canonical
from attending.program.models import Deployment, UseCase
from attending.program.registries.facts import Fact
from attending.review.models import LogSource

KEY = "measures"


def facts(subject: UseCase | Deployment) -> Iterable[Fact]:
    """One sentence about a deployment; where its log lies is no part of it. One query."""
    if not isinstance(subject, Deployment):
        return []
    source = LogSource.objects.filter(deployment=subject).first()
    if source is None:
        return [Fact(KEY, "Nobody has said by which outcome its reviews judge it.", "")]
    outcome = f"the outcome {source.outcome}" if source.outcome else "an outcome made from clinical events"
    declared = source.clinical.get("declaration", {})
    value = canonical({"score": source.score, "outcome": source.outcome, "declaration": declared})
    return [Fact(KEY, f"Its reviews hold the score {source.score} against {outcome}.", value)]
