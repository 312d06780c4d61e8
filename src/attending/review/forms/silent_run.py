"""What is expected of a silent run, asked in the page's address; nothing is stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from attending.review.rules.silent_run import AUROC_WIDTH, BENEFIT_WIDTH, OE_WIDTH, SLOPE_WIDTH, Expected

_DAYS = 7


def _width(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal("0.01"), max_value=2)


class SilentRunForm(forms.Form):
    """The expected event rate, discrimination and spread, the pace, and how wide each interval may be."""

    event_rate = forms.FloatField(
        label="Expected event rate", min_value=0.0001, max_value=0.9999, help_text="A share from 0 to 1, such as 0.05."
    )
    auroc = forms.FloatField(label="Expected AUROC", min_value=0.5, max_value=0.999, help_text="Such as 0.80.")
    spread = forms.FloatField(
        label="Spread of the scores",
        min_value=0.05,
        max_value=10,
        help_text="Standard deviation of the logit of the score; about 1 at an AUROC of 0.75, 1.3 at 0.80.",
    )
    threshold = forms.DecimalField(
        label="Threshold in use",
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal("0.9999"),
        help_text="Where staff act. Empty: net benefit is left out.",
    )
    per_week = forms.FloatField(label="Eligible patients a week", min_value=0.01, max_value=1_000_000)
    horizon_days = forms.FloatField(
        label="Days until an outcome counts", min_value=0, max_value=3_650, help_text="From the prediction on."
    )
    labelled_share = forms.FloatField(
        label="Share that gets an outcome", min_value=0.01, max_value=1, help_text="1 where every outcome is known."
    )
    oe_width = _width("Width wanted: O:E")
    slope_width = _width("Width wanted: slope")
    auroc_width = _width("Width wanted: AUROC")
    benefit_width = _width("Width wanted: standardised net benefit")

    @property
    def expected(self) -> Expected | None:
        """What was asked; None where it is not complete."""
        if not self.is_valid():
            return None
        values = dict(self.cleaned_data)
        return Expected(horizon_weeks=values.pop("horizon_days") / _DAYS, **values)


def beginning(expected: Expected | None, threshold: Decimal | None) -> dict[str, Any]:
    """What the form begins with: the deployment's own review so far, else only what holds everywhere."""
    always: dict[str, Any] = {
        "threshold": None if threshold is None else f"{threshold.normalize():f}",
        "horizon_days": 0,
        "labelled_share": 1,
        "oe_width": OE_WIDTH,
        "slope_width": SLOPE_WIDTH,
        "auroc_width": AUROC_WIDTH,
        "benefit_width": BENEFIT_WIDTH,
    }
    if expected is None:
        return always
    return always | {
        "event_rate": f"{expected.event_rate:.4f}",
        "auroc": f"{expected.auroc:.3f}",
        "spread": f"{expected.spread:.2f}",
        "per_week": f"{expected.per_week:.1f}",
        "labelled_share": f"{max(expected.labelled_share, 0.01):.3f}",
    }
