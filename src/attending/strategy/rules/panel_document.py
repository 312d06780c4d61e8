"""A ranking as it is kept: the engine's record, and which record each of its names stands for."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from attending.analytics.preference import PanelJudgements, PanelRanking, from_document, to_document

SCHEMA: Final = "attending.strategy.panel-ranking/1"


@dataclass(frozen=True)
class KeptRanking:
    """``use_cases`` maps the name of each item to the primary key of its use case, ``criteria`` a label to its key."""

    ranking: PanelRanking
    use_cases: Mapping[str, int]
    criteria: Mapping[str, str]

    def values(self) -> dict[int, float]:
        """The panel's value of each ranked use case by primary key, from 0 to 100."""
        return {self.use_cases[each.item]: 100 * each.value for each in self.ranking.items}


def write_document(kept: KeptRanking) -> dict[str, Any]:
    """JSON-ready."""
    return {
        "schema": SCHEMA,
        "ranking": to_document(kept.ranking),
        "use_cases": dict(kept.use_cases),
        "criteria": dict(kept.criteria),
    }


def read_document(document: Mapping[str, Any]) -> KeptRanking:
    """What ``write_document`` was given. Raises ValueError for a document of another kind."""
    if document.get("schema") != SCHEMA:
        raise ValueError(f"This is not a ranking of a panel this version can read: {document.get('schema')!r}.")
    return KeptRanking(from_document(document["ranking"]), document["use_cases"], document["criteria"])


def inputs_sha256(judgements: PanelJudgements, *, top: int, seed: int) -> str:
    """The SHA-256 of everything a ranking follows from: the same hash and version give the same ranking."""
    given = {
        "items": judgements.items,
        "criteria": judgements.criteria,
        "panelists": judgements.panelists,
        "scores": _plain(judgements.scores.tolist()),
        "recused": judgements.recused.tolist(),
        "weights": _plain(judgements.weights.tolist()),
        "top": top,
        "seed": seed,
    }
    return hashlib.sha256(json.dumps(given, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """The same with None for what is missing, since JSON knows no NaN."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return None if math.isnan(value) else value
