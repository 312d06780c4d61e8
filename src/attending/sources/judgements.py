"""A panel's judgements in a file: CSV in long form with a CSV of weights, or one TOML file with everything."""

from __future__ import annotations

from pathlib import Path

from attending.sources.judgement_ballot import JudgementFile
from attending.sources.judgement_csv import read_csv
from attending.sources.judgement_toml import read_toml
from attending.sources.report import refusal

__all__ = ["JudgementFile", "read_judgements"]


def read_judgements(path: Path, weights: Path | None = None) -> JudgementFile:
    """Read a file of judgements; raises LogRefused with file, line, column, value, rule and fix, and keeps nothing.

    A CSV file has the columns panelist, item, criterion and score, and may have conflict (yes or no; then criterion and
    score may be empty). `weights` is a CSV file with panelist, criterion and points from 0 to 100, for those who gave
    them. A TOML file holds all of it: see `attending.sources.judgement_toml`. Raises ValueError for judgements that
    are too many.
    """
    kind = path.suffix.lower()
    if kind == ".csv":
        return read_csv(path, weights)
    if kind != ".toml":
        raise refusal(
            "Only CSV (.csv) and TOML (.toml) are read",
            "Save a spreadsheet as CSV: one row for each panelist, use case and criterion",
            file=path.name,
        )
    if weights is not None:
        raise refusal("A TOML file holds the weights itself", "Leave --weights out", file=path.name)
    return read_toml(path)
