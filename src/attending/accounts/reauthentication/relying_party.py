"""The address a passkey belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import split_domain_port


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """``id``: the host passkeys are registered for; ``origin``: scheme, host and port of the page that signs."""

    id: str
    origin: str

    @classmethod
    def of(cls, request: HttpRequest) -> RelyingParty:
        """The relying party a request came to (its Host header was checked against the allowed hosts)."""
        host = request.get_host()
        return cls(id=split_domain_port(host)[0], origin=f"{request.scheme}://{host}".lower())
