"""What was done with a hazard, as the record holds it, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.urls import reverse

from attending.ledger.models import Entry
from attending.ui import formats
from attending.ui.parts import Event

Say = Callable[[Mapping[str, Any]], str]

_TITLES: Final[Mapping[str, str]] = {
    "hazard.added": "Came into the log",
    "hazard.reworded": "Put in other words",
    "hazard.owner_named": "Owner named",
    "hazard.rated": "Rated",
    "hazard.control_added": "Control added",
    "hazard.control_done": "Control reported done",
    "hazard.control_confirmed": "Control confirmed",
    "hazard.control_withdrawn": "Control withdrawn",
    "hazard.transferred": "Transferred",
    "hazard.closed": "Closed",
    "hazard.reopened": "Opened again",
}
_DETAILS: Final[Mapping[str, Say]] = {
    "hazard.added": lambda said: "From the map" if said["from_map"] else "By hand",
    "hazard.reworded": lambda said: f"Changed: {', '.join(sorted(said['after']))}",
    "hazard.rated": lambda said: _rated(said),
    "hazard.control_added": lambda said: f"{said['what']}{_due(said)}",
    "hazard.control_done": lambda said: str(said["proof"]),
    "hazard.control_withdrawn": lambda said: str(said["reason"]),
    "hazard.transferred": lambda said: f"To {said['to']}: {said['reason']}",
    "hazard.closed": lambda said: str(said["reason"]),
    "hazard.reopened": lambda said: str(said["reason"]),
}


def history(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Event]:
    """Newest first; ``names`` are printed names by the actor's name in the record. A payload may be erased."""
    return [
        Event(
            when=formats.moment(entry.at),
            title=_TITLES.get(entry.verb, entry.verb),
            detail=_detail(entry),
            who=names.get(entry.actor, entry.actor),
            url=reverse("ledger:entry", args=[entry.seq]),
            machine_when=entry.at.isoformat(),
        )
        for entry in entries
    ]


def _detail(entry: Entry) -> str:
    body = entry.payload.body
    say = _DETAILS.get(entry.verb)
    return say(json.loads(body)) if body is not None and say is not None else ""


def _rated(said: Mapping[str, Any]) -> str:
    phase = "before further controls" if said["phase"] == "initial" else "after controls"
    changed = f", no longer by {said['method_before'].upper()}" if "method_before" in said else ""
    return f"{said['rating']} {phase} by {said['method'].upper()}{changed}: {said['reason']}"


def _due(said: Mapping[str, Any]) -> str:
    return f", due {said['due_on']}" if said["due_on"] else ", there already"
