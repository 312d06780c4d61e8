"""Ranking by a clinical panel: additive value with each person's own weights, and how robust the ranking is."""

from attending.analytics.preference.additive_value import AdditiveValues, additive_values
from attending.analytics.preference.best_worst import (
    BestWorstWeights,
    WeightAgreement,
    agreement_with_swing,
    best_worst_weights,
)
from attending.analytics.preference.completion import CompletedPanel, FilledCell, PanelistGaps, complete_panel
from attending.analytics.preference.item_ranks import ItemRanks, item_ranks
from attending.analytics.preference.judgements import HIGHEST, LOWEST, PanelJudgements
from attending.analytics.preference.moves import ItemMove, RankingChange, compare_rankings
from attending.analytics.preference.overtaking import (
    Overtaking,
    PanelModel,
    ScoreChange,
    WeightChange,
    overtake,
    overtaking_between,
)
from attending.analytics.preference.panel_agreement import PanelAgreement, measure_agreement
from attending.analytics.preference.ranked import (
    SCHEMA,
    CriterionWeight,
    Neighbours,
    PanelRanking,
    RankedItem,
    Resampling,
    from_document,
    to_document,
)
from attending.analytics.preference.ranking import rank_panel
from attending.analytics.preference.smaa import (
    SAMPLES,
    SEED,
    RankAcceptability,
    any_weights,
    drawn_values,
    resample_panel,
)
from attending.analytics.preference.swing_weights import swing_weights
from attending.analytics.preference.value_scale import ValueScale, partial_values
from attending.analytics.preference.verdicts import NO_UPTO, WINNER_FROM, Verdict, VerdictLimits

__all__ = [
    "HIGHEST",
    "LOWEST",
    "NO_UPTO",
    "SAMPLES",
    "SCHEMA",
    "SEED",
    "WINNER_FROM",
    "AdditiveValues",
    "BestWorstWeights",
    "CompletedPanel",
    "CriterionWeight",
    "FilledCell",
    "ItemMove",
    "ItemRanks",
    "Neighbours",
    "Overtaking",
    "PanelAgreement",
    "PanelJudgements",
    "PanelModel",
    "PanelRanking",
    "PanelistGaps",
    "RankAcceptability",
    "RankedItem",
    "RankingChange",
    "Resampling",
    "ScoreChange",
    "ValueScale",
    "Verdict",
    "VerdictLimits",
    "WeightAgreement",
    "WeightChange",
    "additive_values",
    "agreement_with_swing",
    "any_weights",
    "best_worst_weights",
    "compare_rankings",
    "complete_panel",
    "drawn_values",
    "from_document",
    "item_ranks",
    "measure_agreement",
    "overtake",
    "overtaking_between",
    "partial_values",
    "rank_panel",
    "resample_panel",
    "swing_weights",
    "to_document",
]
