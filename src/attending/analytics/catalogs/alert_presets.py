"""Published operating points of alerting models, read from alert_presets.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class AlertPreset:
    """One operating point as an aggregate from the literature.

    `sensitivity`, `specificity` and `prevalence` are shares of `people`. `table` is TP, FP, FN, TN where the source
    gives it. `verified` says whether the figures were read in the primary source; `note` what a reader must know.
    """

    key: str
    version: int
    title: str
    sensitivity: float
    specificity: float
    prevalence: float
    people: int
    table: tuple[int, int, int, int] | None
    printed: str
    source: str
    verified: bool
    note: str

    @property
    def label(self) -> str:
        """The source as it is to be shown wherever the preset is used."""
        doubt = "" if self.verified else "; not verified in the primary source"
        return f"{self.title} (aggregate from the literature, version {self.version}: {self.source}{doubt})"


@cache
def alert_presets() -> Mapping[str, AlertPreset]:
    """Every preset by key, in the file's order; read once."""
    text = files("attending.analytics.catalogs").joinpath("alert_presets.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: _preset(key, entry) for key, entry in tomllib.loads(text).items()})


def _preset(key: str, entry: Mapping[str, Any]) -> AlertPreset:
    table = tuple(int(entry[name]) for name in ("tp", "fp", "fn", "tn")) if "tp" in entry else None
    if table is None:
        shares = (float(entry["sensitivity"]), float(entry["specificity"]), float(entry["prevalence"]))
        people = int(entry["people"])
    else:
        tp, fp, fn, tn = table
        people = tp + fp + fn + tn
        shares = (tp / (tp + fn), tn / (tn + fp), (tp + fn) / people)
    return AlertPreset(
        key,
        int(entry["version"]),
        entry["title"],
        *shares,
        people,
        None if table is None else (table[0], table[1], table[2], table[3]),
        entry["printed"],
        entry["source"],
        bool(entry["verified"]),
        entry["note"],
    )
