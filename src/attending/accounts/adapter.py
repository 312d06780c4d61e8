"""How allauth behaves here: accounts are made by invitation, never by signing up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the first-administrator link and from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
