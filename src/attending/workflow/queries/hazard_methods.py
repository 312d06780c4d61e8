"""The methods that hazards are rated by: those that come with Attending and those of this installation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from attending.analytics.catalogs.hazards import Method, MethodRefused, offered, read, shipped, together
from attending.program.models import Seat


def methods() -> tuple[Method, ...]:
    """Every version that is installed. Raises MethodRefused for a file of the installation that cannot be used."""
    return _methods(settings.ATTENDING_HAZARD_METHODS)


def offered_methods() -> tuple[Method, ...]:
    """The version of each method that new ratings are made by."""
    return offered(methods())


def method_of(key: str, version: str) -> Method | None:
    """One version, or None where it is not installed."""
    return next((each for each in methods() if (each.key, each.version) == (key, version)), None)


@cache
def _methods(folder: Path | None) -> tuple[Method, ...]:
    """Read once: a file that is added or changed counts from the next start."""
    seats = tuple(Seat.values)
    if folder is None:
        return shipped(seats)
    if not folder.is_dir():
        raise MethodRefused(f"ATTENDING_HAZARD_METHODS names {folder}, which is no folder.")
    own = []
    for file in sorted(folder.glob("*.toml")):
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise MethodRefused(f"{file.name} cannot be read as UTF-8: {error}") from error
        own.append(read(text, file.name, seats=seats))
    return together(shipped(seats), own)
