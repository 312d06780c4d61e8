"""A small health system's planning question, told so that each number of its plan can be followed by hand."""

from __future__ import annotations

from attending.analytics.sequencing import Capability, Initiative, Limits, Problem

QUARTERS = ("2027 Q1", "2027 Q2", "2027 Q3", "2027 Q4")

FEED = Initiative(
    "feed", "Vital signs feed", 0.0, demand={"clinician hours": (40.0,), "money": (100.0,)}, builds=("vitals",)
)
SEPSIS = Initiative(
    "sepsis",
    "Sepsis alert",
    100.0,
    demand={"clinician hours": (60.0,), "money": (50.0,)},
    change_load={"ICU": (2.0,)},
    tier="high",
    needs=("vitals",),
)
DETERIORATION = Initiative(
    "deterioration",
    "Deterioration score",
    80.0,
    demand={"clinician hours": (60.0,), "money": (50.0,)},
    change_load={"ICU": (2.0,)},
    tier="high",
    needs=("vitals",),
)
NOTES = Initiative(
    "notes", "Ambient notes", 30.0, gate=1, demand={"clinician hours": (30.0,), "money": (200.0,)}, tier="low"
)

CAPABILITIES = (Capability("vitals", "Vital signs", "data_feed"),)
LIMITS = Limits(
    resources={"clinician hours": (100.0,) * 4, "money": (300.0,) * 4},
    change_load={"ICU": (3.0,) * 4},
    running={"high": (1.0,) * 4},
)


def hospital(**changes: object) -> Problem:
    """The question: two scores for one feed, one busy ICU, and notes that need a quarter of review."""
    given = {
        "quarters": QUARTERS,
        "initiatives": (FEED, SEPSIS, DETERIORATION, NOTES),
        "capabilities": CAPABILITIES,
        "limits": LIMITS,
        "discount": 1.0,
        **changes,
    }
    return Problem(**given)
