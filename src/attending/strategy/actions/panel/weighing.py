"""What each swing is worth to a panelist: points, and a second way as a check. Nobody's weights are averaged away."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from attending.analytics.preference import best_worst_weights, swing_weights
from attending.ledger.actions import take_turn
from attending.program.actions.record import log
from attending.program.models import Person
from attending.program.rules import Refused
from attending.strategy.actions.panel.standing import seated, standing_panel
from attending.strategy.models import BestWorstJudgement, Panel, PanelCriterion, Panelist, PanelState, SwingJudgement
from attending.strategy.queries.panels import criteria_of


@transaction.atomic
def save_swings(acting: Person, panel: Panel, points: Mapping[str, int]) -> None:
    """Keep 0 to 100 points for every criterion by its key, the most valued swing at 100, until round 1 is closed."""
    panelist, criteria = _weighing(acting, panel)
    _check_keys(criteria, points)
    labelled = {criteria[key].label: float(value) for key, value in points.items()}
    try:
        swing_weights(labelled, who="You")
    except ValueError as error:
        raise Refused(str(error)) from None
    panelist.swings.all().delete()
    SwingJudgement.objects.bulk_create(
        SwingJudgement(panelist=panelist, criterion=criteria[key], points=value, saved_at=timezone.now())
        for key, value in points.items()
    )
    log(acting, "panel.weighed", panel, {"criteria": len(points)})


@transaction.atomic
def save_best_worst(
    acting: Person,
    panel: Panel,
    *,
    best: str,
    worst: str,
    best_to_others: Mapping[str, int],
    others_to_worst: Mapping[str, int],
) -> BestWorstJudgement:
    """Keep a panelist's comparisons with their best and worst criterion (Rezaei 2016): a check of their points."""
    panelist, criteria = _weighing(acting, panel)
    for given in (best_to_others, others_to_worst):
        _check_keys(criteria, given)
    label = {key: each.label for key, each in criteria.items()}
    if best not in label or worst not in label:
        raise Refused("Choose the most and the least valued of the panel's criteria.")
    try:
        best_worst_weights(
            label[best],
            label[worst],
            {label[key]: value for key, value in best_to_others.items()},
            {label[key]: value for key, value in others_to_worst.items()},
        )
    except ValueError as error:
        raise Refused(str(error)) from None
    kept, _ = BestWorstJudgement.objects.update_or_create(
        panelist=panelist,
        defaults={
            "best": criteria[best],
            "worst": criteria[worst],
            "best_to_others": dict(best_to_others),
            "others_to_worst": dict(others_to_worst),
            "saved_at": timezone.now(),
        },
    )
    log(acting, "panel.weights_checked", panel, {"criteria": len(criteria)})
    return kept


def _weighing(acting: Person, panel: Panel) -> tuple[Panelist, dict[str, PanelCriterion]]:
    panelist = seated(acting, panel)
    take_turn()
    standing = standing_panel(acting, panel)
    if standing.state != PanelState.SCORING:
        raise Refused("Weights are given until the first round is closed, and stand from then on.")
    return panelist, {each.key: each for each in criteria_of(panel)}


def _check_keys(criteria: Mapping[str, PanelCriterion], given: Mapping[str, int]) -> None:
    for key, criterion in criteria.items():
        if key not in given:
            raise Refused(f"{criterion.label} has no value yet; give every criterion one.")
    for key in given:
        if key not in criteria:
            raise Refused(f"The panel does not judge by {key!r}; weigh the criteria on the page.")
