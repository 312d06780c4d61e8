"""What each action shares: the right to act, and the entry in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from attending.ledger.actions import Done, append_all
from attending.program.models import Person, UseCase
from attending.program.queries.seats import seats_of
from attending.program.rules import Act, NotAllowed, check_right


def check(acting: Person, act: Act, use_case: UseCase | None = None) -> None:
    """Raise NotAllowed unless the acting person may do this, on this use case if one is given."""
    if use_case is not None:
        check_organisation(acting, use_case.organisation_id)
    check_right(act, seats_of(acting, use_case), active=acting.active)


def check_organisation(acting: Person, organisation_id: int) -> None:
    """Raise NotAllowed unless a record belongs to the acting person's own organisation; no seat reaches further."""
    if organisation_id != acting.organisation_id:
        raise NotAllowed("This belongs to another organisation; seats count in one's own only.")


def name_of(record: models.Model) -> str:
    """How the ledger names a record: its kind and number, never its content."""
    return f"{record._meta.model_name}:{record.pk}"


def actor_of(acting: Person | None) -> str:
    """How the ledger names who acts; None is the system, which only carries out what people decided."""
    return "system" if acting is None else name_of(acting)


def log(acting: Person | None, verb: str, record: models.Model, payload: Mapping[str, Any]) -> None:
    """Append one entry for a change made by a person, or by the system."""
    log_all(acting, [(verb, record, payload)])


def log_all(acting: Person | None, changes: Iterable[tuple[str, models.Model, Mapping[str, Any]]]) -> None:
    """Append an entry for each change made at once: its verb, its record and its payload."""
    actor = actor_of(acting)
    append_all([Done(verb, name_of(record), actor, payload) for verb, record, payload in changes])
