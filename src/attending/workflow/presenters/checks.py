"""What the checks of a map find, ready to print; and what keeps a text from being a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.maps.lint import Finding, Weight
from attending.ui.parts import Status


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: ``must`` keeps the map from being signed; ``step`` is the key of the step it is about, if any."""

    state: Status
    words: str
    mend: str
    step: str
    must: bool


def checks(findings: Sequence[Finding]) -> list[Check]:
    """Findings as ``maps.lint`` gives them, in its order."""
    return [
        Check(
            Status("breach", "Must") if each.weight is Weight.MUST else Status("watch", "Should"),
            each.words,
            each.mend,
            each.step,
            each.weight is Weight.MUST,
        )
        for each in findings
    ]


def in_short(findings: Sequence[Finding]) -> str:
    """Such as: 2 things must be mended before it is signed, 3 should be looked at."""
    must = sum(each.weight is Weight.MUST for each in findings)
    should = len(findings) - must
    if not findings:
        return "The checks find nothing left open."
    parts = [f"{must} must be mended before it is signed" if must else "", f"{should} to look at" if should else ""]
    text = ", ".join(filter(None, parts))
    return f"{text}."
