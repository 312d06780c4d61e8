"""The result of ranking a panel's judgements: frozen records that know nothing of how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from attending.analytics.panel import CellAgreement
from attending.analytics.preference.completion import PanelistGaps
from attending.analytics.preference.item_ranks import ItemRanks
from attending.analytics.preference.overtaking import Overtaking
from attending.analytics.preference.panel_agreement import PanelAgreement
from attending.analytics.preference.verdicts import Verdict, VerdictLimits
from attending.analytics.records import from_record, to_record

SCHEMA: Final = "attending.panel-ranking/1"


@dataclass(frozen=True, slots=True)
class CriterionWeight:
    """The panel's weights of one criterion: mean, least, median and largest of the panelists' own."""

    criterion: str
    mean: float
    lowest: float
    median: float
    highest: float


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One item in the panel's ranking.

    `rank` is 1 for the best; items of the same value share a rank: `tied` others have it, of whom `tied_with` names the
    first 20. `value` is from 0 to 1, the mean over `scorers` panelists; `contributions` sum to it; `by_panelist` holds
    each scorer's own value.
    `near_limit` is True where the verdict might differ with more samples. `sentences` are to be read aloud.
    """

    item: str
    rank: int
    tied: int
    tied_with: tuple[str, ...]
    value: float
    scorers: int
    contributions: Mapping[str, float]
    by_panelist: Mapping[str, float]
    resampled: ItemRanks
    any_weights: ItemRanks
    verdict: Verdict
    near_limit: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two items next to each other in the ranking: how sure their order is, and what would turn it."""

    upper: str
    lower: str
    upper_ahead: float
    overtaking: Overtaking
    sentence: str


@dataclass(frozen=True, slots=True)
class Resampling:
    """How the ranking was re-run; `error` is the largest 95 % error that the number of samples leaves to a share."""

    samples: int
    seed: int
    concentration: float
    error: float


@dataclass(frozen=True)
class PanelRanking:
    """The ranking of a panel for `top` places.

    `items` are in ranking order. `panel` says for every panelist what was missing and what was done about it. `cells`
    has every item's agreement on every criterion, in the order of the judgements. `neighbours` are the first 50.
    `notes` qualify the whole.
    """

    top: int
    items: tuple[RankedItem, ...]
    criteria: tuple[CriterionWeight, ...]
    panel: tuple[PanelistGaps, ...]
    cells: tuple[CellAgreement, ...]
    agreement: PanelAgreement
    neighbours: tuple[Neighbours, ...]
    resampling: Resampling
    limits: VerdictLimits
    notes: tuple[str, ...]

    def having(self, verdict: Verdict) -> tuple[RankedItem, ...]:
        """The items of one verdict, in ranking order."""
        return tuple(item for item in self.items if item.verdict == verdict)


def to_document(ranking: PanelRanking) -> dict[str, Any]:
    """JSON-ready: dicts, lists, strings, numbers, booleans and None only."""
    return {"schema": SCHEMA, **to_record(ranking)}


def from_document(document: Mapping[str, Any]) -> PanelRanking:
    """The ranking `to_document` was given. Raises ValueError for a document of another kind."""
    if document.get("schema") != SCHEMA:
        raise ValueError(
            f"This is not a ranking this version can read (schema {document.get('schema')!r}, expected {SCHEMA!r}): "
            "rank the judgements again."
        )
    return from_record(PanelRanking, {key: value for key, value in document.items() if key != "schema"})
