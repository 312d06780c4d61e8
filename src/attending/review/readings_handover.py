"""A log of cases handed over by its page: it waits as prediction logs do, in a private folder for at most an hour."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from attending.review import handover
from attending.review.readings import ReadingsResult, asked_of, run_readings

SESSION = "attending.review.readings"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class HeldReadings:
    """One log waiting to be confirmed: where it lies, for which deployment, and what was asked of it."""

    path: Path
    deployment: int
    mapping: Mapping[str, Any]
    all_or_nothing: bool

    def read(self) -> ReadingsResult:
        """The review of it. Raises ``sources.LogRefused``, ValueError."""
        columns, scale, changed_from = asked_of(self.mapping)
        return run_readings(self.path, columns, scale, changed_from=changed_from, all_or_nothing=self.all_or_nothing)


def keep(request: HttpRequest, held: HeldReadings) -> None:
    """Bind a handed-over log to the session; one that was still waiting goes."""
    forget(request)
    request.session[SESSION] = {
        "token": held.path.parent.name,
        "deployment": held.deployment,
        "mapping": dict(held.mapping),
        "all_or_nothing": held.all_or_nothing,
    }
    timer = Timer(handover.KEPT_SECONDS + 1, handover.sweep)
    timer.daemon = True
    timer.start()


def is_kept(request: HttpRequest, path: Path | None) -> bool:
    """Whether this handed-over log is the one that waits for the session."""
    entry = request.session.get(SESSION)
    return path is not None and isinstance(entry, Mapping) and entry["token"] == path.parent.name


def waiting(request: HttpRequest, deployment: int) -> HeldReadings | None:
    """The log this session handed over for a deployment, unless it went after an hour."""
    entry = request.session.get(SESSION)
    if not isinstance(entry, Mapping) or entry["deployment"] != deployment or not _TOKEN.fullmatch(entry["token"]):
        return None
    folder = _folder(entry["token"])
    path = next(iter(folder.iterdir()), None) if folder.is_dir() else None
    return None if path is None else HeldReadings(path, deployment, entry["mapping"], entry["all_or_nothing"])


def forget(request: HttpRequest) -> None:
    """Remove the log this session handed over."""
    entry = request.session.pop(SESSION, None)
    if isinstance(entry, Mapping) and _TOKEN.fullmatch(str(entry.get("token", ""))):
        shutil.rmtree(_folder(entry["token"]), ignore_errors=True)


def _folder(token: str) -> Path:
    return Path(settings.DATA_DIR) / "handed-over" / token
