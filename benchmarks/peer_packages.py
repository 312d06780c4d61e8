"""The packages that Attending is measured beside: how each is installed, and what it does not give."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Peer:
    """A package as measured: its script in `peers/`, what is installed for it, and what it cannot be asked for.

    `intervals` tells whether, run this way, it gives an interval or a sampling error for every subgroup and month.
    """

    name: str
    environment: str
    script: str
    install: tuple[str, ...]
    intervals: bool
    lacks: str
    arguments: tuple[str, ...] = ()


_SEISMOMETER = ("seismometer", "pyarrow")
_FAIRLEARN = ("fairlearn", "pandas", "pyarrow")
_FAIRCARE = ("faircare", "pyarrow")

PEERS = (
    Peer(
        "scikit-learn",
        "scikit-learn",
        "sklearn_review.py",
        ("scikit-learn", "pandas", "pyarrow"),
        False,
        "intervals, smoothed calibration, net benefit",
    ),
    Peer("dcurves", "dcurves", "dcurves_review.py", ("dcurves", "pyarrow"), False, "everything but net benefit"),
    Peer(
        "nannyml",
        "nannyml",
        "nannyml_review.py",
        ("nannyml", "pandas<3", "statsmodels", "setuptools<81", "pyarrow"),
        True,
        "calibration, Brier score, net benefit, more than one threshold; sampling errors, not intervals",
    ),
    Peer(
        "evidently",
        "evidently",
        "evidently_review.py",
        ("evidently", "pandas<3", "pyarrow"),
        False,
        "intervals, calibration, AUPRC, Brier score, net benefit, more than one threshold",
    ),
    Peer(
        "seismometer",
        "seismometer",
        "seismometer_review.py",
        _SEISMOMETER,
        False,
        "subgroups and months: AUROC, calibration and intervals; anywhere: O:E, calibration slope, Brier score",
    ),
    Peer(
        "seismometer, every stratum",
        "seismometer",
        "seismometer_review.py",
        _SEISMOMETER,
        True,
        "O:E, calibration slope, Brier score, intervals of calibration; AUROC and AUPRC have intervals, as pictures",
        ("intervals",),
    ),
    Peer("fairlearn", "fairlearn", "fairlearn_review.py", _FAIRLEARN, False, "intervals, calibration, net benefit"),
    Peer(
        "fairlearn, 100 bootstraps",
        "fairlearn",
        "fairlearn_review.py",
        _FAIRLEARN,
        True,
        "calibration, net benefit",
        ("intervals",),
    ),
    Peer(
        "faircare",
        "faircare",
        "faircare_review.py",
        _FAIRCARE,
        False,
        "intervals, net benefit of subgroups and months, more than one threshold there",
    ),
    Peer(
        "faircare, 1,000 bootstraps",
        "faircare",
        "faircare_review.py",
        _FAIRCARE,
        True,
        "net benefit of subgroups and months, more than one threshold there",
        ("intervals",),
    ),
)
