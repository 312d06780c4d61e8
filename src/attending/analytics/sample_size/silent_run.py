"""How many weeks a model must run silently here before its first validation can be read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.sample_size.requirement import Requirement


@dataclass(frozen=True, slots=True)
class CriterionWeeks:
    """Weeks of collecting rows until one criterion is met; None where it has no answer."""

    criterion: str
    n: int | None
    weeks: int | None


@dataclass(frozen=True, slots=True)
class SilentRun:
    """The length of a silent run: collecting the rows, then waiting until the last of them has its outcome.

    `largest` names the criterion that asks for most and `n` its rows; `weeks` is `collecting` plus `maturing`, in whole
    weeks. They are None with a `reason` when there is no answer at all. Where only some criteria have one, `reason`
    names the others and the weeks are a lower bound (`complete` is False).
    """

    requirements: tuple[Requirement, ...]
    by_criterion: tuple[CriterionWeeks, ...]
    eligible_per_week: float
    labelled_share: float
    horizon_weeks: float
    largest: str | None
    n: int | None
    collecting: int | None
    maturing: int | None
    weeks: int | None
    complete: bool
    reason: str | None = None


def silent_weeks(
    requirements: Sequence[Requirement],
    eligible_per_week: float,
    *,
    horizon_weeks: float = 0.0,
    labelled_share: float = 1.0,
) -> SilentRun:
    """Weeks until every criterion of `requirements` is met where `eligible_per_week` patients are scored.

    `horizon_weeks` is how long after a prediction its outcome counts (label maturity); `labelled_share`, above 0 to 1,
    is the share of rows that get a label at all. Eligible patients are taken to come evenly and once each.
    """
    asked = tuple(requirements)
    reason = None
    if not asked:
        reason = "No criterion was given; at least 1 needed"
    elif not (math.isfinite(eligible_per_week) and eligible_per_week > 0):
        reason = f"{eligible_per_week:g} eligible patients a week; more than 0 needed"
    elif not 0 < labelled_share <= 1:
        reason = f"The share of rows with a label is {labelled_share:g}; it must be above 0 and at most 1"
    elif not (math.isfinite(horizon_weeks) and horizon_weeks >= 0):
        reason = f"The horizon of the outcome is {horizon_weeks:g} weeks; 0 or more needed"
    unanswered = [each for each in asked if each.n is None]
    if reason is None and len(unanswered) == len(asked):
        reason = f"No criterion has an answer. {asked[0].title}: {asked[0].reason}"
    if reason is not None:
        none = tuple(CriterionWeeks(each.criterion, each.n, None) for each in asked)
        return SilentRun(
            asked, none, eligible_per_week, labelled_share, horizon_weeks, None, None, None, None, None, False, reason
        )
    per_week = eligible_per_week * labelled_share
    weeks = tuple(
        CriterionWeeks(each.criterion, each.n, None if each.n is None else math.ceil(each.n / per_week))
        for each in asked
    )
    n, largest = max(((each.n, each.criterion) for each in asked if each.n is not None), key=lambda pair: pair[0])
    collecting, maturing = math.ceil(n / per_week), math.ceil(horizon_weeks)
    if unanswered:
        named = "; ".join(f"{each.title}: {each.reason}" for each in unanswered)
        reason = f"A lower bound, since some criteria have no answer. {named}"
    return SilentRun(
        asked,
        weeks,
        eligible_per_week,
        labelled_share,
        horizon_weeks,
        largest,
        n,
        collecting,
        maturing,
        collecting + maturing,
        not unanswered,
        reason,
    )
