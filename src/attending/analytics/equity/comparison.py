"""Every measure by group: against a reference, within the levels of a control feature, and worst against best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.catalogs import measures as catalog
from attending.analytics.clustering.clusters import ClusterVariances
from attending.analytics.equity.conditional import pool, pooled_in_families
from attending.analytics.equity.crossing import split_parts
from attending.analytics.equity.gap import gap
from attending.analytics.equity.groups import Group, design_effects, measured_group
from attending.analytics.equity.pairs import Reference, levels_of, pairs, pairs_within
from attending.analytics.equity.pairwise import Compared, compare, in_families
from attending.analytics.equity.requirements import Requirements
from attending.analytics.equity.results import EquityReview, PooledComparison
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum

MEASURES: Final = (
    "auroc",
    "oe",
    "calibration_slope",
    "brier",
    "event_rate",
    "sensitivity",
    "specificity",
    "ppv",
    "npv",
    "flag_rate",
    "net_benefit",
)
"""What is compared unless asked otherwise."""


def compare_groups(
    table: ScoreTable,
    *,
    attributes: Sequence[str] | None = None,
    measures: Sequence[str] = MEASURES,
    reference: Reference = "rest",
    conditional_on: str | None = None,
    requirements: Requirements | None = None,
    variances: ClusterVariances | None = None,
) -> EquityReview:
    """Compare the levels of each attribute of a score table, all months together.

    `reference`: "rest", each level against everyone else, so that the two share no row; "largest", against the level
    with most rows; or a level for each attribute. "not recorded" is a level like any other. `conditional_on` names a
    control attribute: comparisons are made within each of its levels and pooled over them, which needs the combination
    of both attributes in the table (`ColumnMapping.crossed`). With `variances` a patient's rows are taken together.

    Differences and ratios have 95 % intervals of their own and simultaneous ones, and p values adjusted by Holm's
    method. One family is one measure at one threshold over all attributes and levels compared; comparisons within
    control levels are a family of their own, and so are pooled ones. Levels without enough data are given no number
    and do not count in the family. Raises ValueError for an attribute, level or combination the table does not have.
    """
    wanted = requirements or Requirements()
    unknown = [name for name in measures if name not in wanted.half_widths]
    if unknown:
        raise ValueError(f"No half-width is wanted for {unknown[0]!r}: give one in the requirements.")
    single = tuple(dict.fromkeys(s.attribute for s in table.strata if s != OVERALL))
    if attributes is None:
        attributes = tuple(a for a in single if a != conditional_on and len(split_parts(a)) == 1)
    for attribute in (*attributes, *([conditional_on] if conditional_on else [])):
        if attribute not in single:
            raise ValueError(f"This score table has no attribute {attribute!r}: it has {', '.join(single) or 'none'}.")
    effects = design_effects(variances)

    def group(name: str, scores: BinnedScores, stratum: Stratum | None) -> Group:
        found = None if variances is None or stratum is None else variances.of(stratum.attribute, stratum.level)
        return measured_group(name, scores, found, effects)

    everyone = group(OVERALL.level, table.slice(OVERALL), OVERALL)
    keys = _keys(everyone, measures)
    outer = [pair for a in attributes for pair in pairs(table, a, reference, group)]
    compared = [compare(pair, everyone, key, wanted) for pair in outer for key in keys]
    within: list[Compared] = []
    pooled: list[PooledComparison] = []
    if conditional_on is not None:
        for attribute in attributes:
            inner = list(pairs_within(table, attribute, conditional_on, reference, group))
            within += [compare(pair, everyone, key, wanted) for pair in inner for key in keys]
            for pair in (p for p in outer if p.attribute == attribute):
                same = [p for p in inner if p.level.name == pair.level.name]
                pooled += [pool(pair, same, everyone, key, conditional_on, wanted) for key in keys]
    levels = {attribute: levels_of(table, attribute, group) for attribute in attributes}
    gaps = tuple(gap(a, levels[a], everyone, key, wanted) for a in attributes for key in keys)
    return EquityReview(
        in_families(compared),
        gaps,
        in_families(within),
        pooled_in_families(pooled),
        reference if isinstance(reference, str) else ", ".join(f"{a}: {level}" for a, level in reference.items()),
        conditional_on,
        "Intervals are 95 % each. Simultaneous intervals (Sidak) and adjusted p values (Holm) allow for every level of "
        "every attribute compared on the same measure and threshold; not for the number of measures.",
        "Groups compared share no rows. "
        + (
            "Every row is taken as independent."
            if variances is None
            else "A patient's rows are taken together within a group; a patient with rows in both groups is counted in "
            "each, which as a rule makes the interval of a difference too wide."
        ),
    )


def _keys(everyone: Group, measures: Sequence[str]) -> list[str]:
    of = {key: estimate.measure for key, estimate in everyone.estimates.items()}
    missing = [name for name in measures if name not in catalog()]
    if missing:
        raise ValueError(f"There is no measure {missing[0]!r}.")
    return [key for name in measures for key in of if of[key] == name]
