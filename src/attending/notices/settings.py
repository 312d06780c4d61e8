"""Where notices go: one mail server, and the addresses that are told by webhook. Only an installation sets them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

MARK = "whsec_"
LEAST_SECRET_BYTES, MOST_SECRET_BYTES = 24, 64
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


USUAL_PORT = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server, and the address notices come from; ``user`` is empty where it asks for no login."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port} ({self.security}) as {self.sender}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """One address that is told, and the secret that signs what it is told (Standard Webhooks 1.0.0, ``whsec_``)."""

    url: str
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        plain = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or parts.username or parts.fragment or not (parts.scheme == "https" or plain):
            raise ValueError(f"{self.url!r} is no address to tell: write https://host/path, without a login in it")
        if not LEAST_SECRET_BYTES <= len(self.key()) <= MOST_SECRET_BYTES:
            raise ValueError(f"the secret has to hold {LEAST_SECRET_BYTES} to {MOST_SECRET_BYTES} bytes")

    def key(self) -> bytes:
        """The bytes of the secret; raises ValueError where it is not ``whsec_`` and base64."""
        try:
            if not self.secret.startswith(MARK):
                raise ValueError
            return base64.b64decode(self.secret.removeprefix(MARK), validate=True)
        except (ValueError, binascii.Error) as problem:
            raise ValueError(
                "the secret has to be whsec_ and 24 to 64 random bytes in base64, "
                "such as whsec_ with the output of: openssl rand -base64 32"
            ) from problem

    @property
    def host(self) -> str:
        """Whom the pages name; the rest of the address may be a secret of its own."""
        return urlsplit(self.url).netloc
