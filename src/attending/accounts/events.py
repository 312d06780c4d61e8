"""What happens to logins, told to whoever listens.

Accounts knows no ledger; a higher floor connects one at start-up with ``connect``. Handlers run inside a
transaction: the one that makes the change where there is one, so that a handler that fails undoes the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.db import transaction

Name = Literal[
    "user_created",
    "user_deactivated",
    "user_reactivated",
    "printed_name_corrected",
    "email_changed",
    "invited",
    "reset_link_issued",
    "link_used",
    "identity_confirmed",
    "login",
    "login_failed",
    "factor_added",
    "factor_removed",
    "password_changed",
    "signing_misuse",
]
Fact = str | int | bool | None


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One event: whom it concerns, who did it (None: the system or nobody known), and facts free of secrets."""

    name: Name
    user_id: int | None
    by_id: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


Handler = Callable[[AccountEvent], None]

_handlers: list[Handler] = []


def connect(handler: Handler) -> None:
    """Call ``handler`` with every event from now on; connecting the same handler again changes nothing."""
    if handler not in _handlers:
        _handlers.append(handler)


def disconnect(handler: Handler) -> None:
    """Stop calling ``handler``."""
    if handler in _handlers:
        _handlers.remove(handler)


def emit(name: Name, user_id: int | None, by_id: int | None = None, /, **facts: Fact) -> None:
    """Tell every handler, inside a transaction."""
    event = AccountEvent(name, user_id, by_id, facts)
    with transaction.atomic():
        for handler in tuple(_handlers):
            handler(event)
