"""Measures of value, ready to print: from baseline to target, and what each still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import OutcomeMeasure
from attending.program.rules import outcome_lacks
from attending.ui import formats
from attending.ui.parts import SummaryRow


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """One measure of value; ``lacks`` says what keeps it from being measurable, ``url`` is where that is added."""

    name: str
    rows: Sequence[SummaryRow]
    lacks: str
    url: str


def outcome_cards(key: str, outcomes: Iterable[OutcomeMeasure], *, may_shape: bool) -> list[OutcomeCard]:
    """Each outcome measure of the use case ``key``, from its baseline to its target, with what it still lacks."""
    return [_outcome_card(key, outcome, may_shape=may_shape) for outcome in outcomes]


def _outcome_card(key: str, outcome: OutcomeMeasure, *, may_shape: bool) -> OutcomeCard:
    quarters = f"{outcome.horizon_quarters} quarter{'' if outcome.horizon_quarters == 1 else 's'}"
    promised = (
        f"{formats.number(outcome.baseline, 1)} to {formats.number(outcome.target, 1)} {outcome.unit} within {quarters}"
    )
    baseline = f"n {formats.count(outcome.baseline_n)}, {outcome.baseline_period}, {outcome.baseline_source}"
    rows = [SummaryRow("From baseline to target", promised), SummaryRow("Baseline", baseline)]
    if outcome.minimum_effect is not None:
        rows.append(SummaryRow("Worth the effort from", f"a change of {outcome.minimum_effect:g} {outcome.unit}"))
    texts = {
        "How it is measured": outcome.how_measured,
        "Who pays": outcome.who_pays,
        "Who benefits": outcome.who_benefits,
    }
    rows += [SummaryRow(name, text) for name, text in texts.items() if text]
    lacks = outcome_lacks(outcome)
    url = reverse("strategy:complete-outcome", args=[key, outcome.pk]) if lacks and may_shape else ""
    return OutcomeCard(outcome.name, rows, f"It still needs {'; '.join(lacks)}." if lacks else "", url)
