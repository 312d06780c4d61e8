"""To whom an incident may have to be reported, and by when, read from duties.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from attending.analytics.catalogs.safety.concerns import entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty to report. ``days`` count from when the organisation became aware; None where no number is given."""

    key: str
    title: str
    to: str
    asked: str
    days: int | None
    death_days: int | None
    without: str
    voluntary: bool
    source: str
    verified: bool
    verification: str

    def due_at(self, aware_at: datetime, *, died: bool) -> datetime | None:
        """By when, or None where no number of days is given."""
        days = self.death_days if died and self.death_days is not None else self.days
        return None if days is None else aware_at + timedelta(days=days)


@cache
def duties() -> Mapping[str, Duty]:
    """Every duty by its key; read once."""
    return MappingProxyType({key: read_duty(key, entry) for key, entry in entries("duties.toml").items()})


def read_duty(key: str, entry: Mapping[str, Any]) -> Duty:
    """One duty from its entry. Raises ValueError where it says neither a number of days nor what holds instead."""
    if entry["days"] < 0 or (entry["days"] == 0) == (not entry["without"]):
        raise ValueError(f"duties.toml: {key} needs a number of days from 1 up, or 0 and words under without.")
    if entry.get("death_days", entry["days"]) > entry["days"]:
        raise ValueError(f"duties.toml: {key} gives more days where somebody died than where nobody did.")
    return Duty(**{**entry, "key": key, "days": entry["days"] or None, "death_days": entry.get("death_days")})
