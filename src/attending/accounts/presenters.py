"""Flat rows for the accounts pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from attending.accounts.models import User


@dataclass(frozen=True, slots=True)
class UserRow:
    """One login as an administrator sees it."""

    pk: int
    name: str
    username: str
    email: str
    state: str
    state_kind: str
    factors: str
    administrator: bool
    last_login: datetime | None


def user_row(user: User) -> UserRow:
    """A row from a login annotated by ``queries.users``."""
    state, kind = _state(user)
    return UserRow(
        pk=user.pk,
        name=user.printed_name or user.username,
        username=user.username,
        email=user.email,
        state=state,
        state_kind=kind,
        factors=_factors(getattr(user, "totp", False), getattr(user, "passkeys", 0)),
        administrator=user.is_staff,
        last_login=user.last_login,
    )


def _state(user: User) -> tuple[str, str]:
    if not user.is_active:
        return "Deactivated", "neutral"
    if not user.has_usable_password():
        return ("Invited", "pending") if getattr(user, "invited", False) else ("Invitation expired", "watch")
    if user.reset_by_id is not None:
        return "Reset, identity to be confirmed", "watch"
    return "Active", "ok"


def _factors(totp: bool, passkeys: int) -> str:
    parts = ["authenticator app"] if totp else []
    if passkeys:
        parts.append("1 passkey" if passkeys == 1 else f"{passkeys} passkeys")
    return ", ".join(parts) or "none"
