"""The clock looks for data that stopped coming, and says each breach that this opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attending.governance.actions.readings import read_silence
from attending.governance.models import Breach, Reading


def look_for_silence(now: datetime) -> Iterator[str]:
    """Open a breach for every threshold without data in its window; a sentence for each new one."""
    readings = read_silence(now)
    if readings:
        yield from breach_lines(readings)


def breach_lines(readings: list[Reading]) -> Iterator[str]:
    """One line for each breach that these readings opened."""
    breaches = Breach.objects.filter(reading__in=[reading.pk for reading in readings]).select_related(
        "threshold__deployment__use_case",
        "threshold__deployment__unit__site",
        "threshold__deployment__model_version__ai_model",
        "threshold__pause_authority",
        "reading",
    )
    for breach in breaches:
        threshold = breach.threshold
        yield (
            f"Breach {breach.pk}: {threshold.deployment}, {threshold}: {breach.reading.explanation} "
            f"Asked of {threshold.pause_authority}, by {breach.answer_by:%Y-%m-%d %H:%M} UTC."
        )
