"""The mail server and the webhooks, from ``ATTENDING_SMTP_*`` and ``ATTENDING_WEBHOOK*``."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from attending.notices.settings import USUAL_PORT, Security, Smtp, Webhook

LAST_PORT = 65535


class Text(Protocol):
    """Reads one ``ATTENDING_*`` variable, stripped."""

    def __call__(self, name: str, default: str) -> str: ...


def smtp(text: Text) -> Smtp | None:
    """The mail server, or None where ATTENDING_SMTP_HOST is not set; raises ValueError."""
    host = text("SMTP_HOST", "")
    if not host:
        return None
    try:
        security = Security(text("SMTP_SECURITY", Security.STARTTLS))
    except ValueError:
        raise ValueError("ATTENDING_SMTP_SECURITY is starttls, tls or none.") from None
    port = text("SMTP_PORT", str(USUAL_PORT[security]))
    if not port.isdecimal() or not 1 <= int(port) <= LAST_PORT:
        raise ValueError(f"ATTENDING_SMTP_PORT is {port!r}; write a port from 1 to {LAST_PORT}.")
    sender = text("SMTP_FROM", "")
    if "@" not in parseaddr(sender)[1]:
        raise ValueError(
            f"ATTENDING_SMTP_FROM is {sender!r}; write the address notices come from, "
            "such as: Attending <attending@hospital.example>"
        )
    return Smtp(host, int(port), security, sender, text("SMTP_USER", ""), _secret(text, "SMTP_PASSWORD"))


def webhooks(text: Text) -> tuple[Webhook, ...]:
    """The addresses of ATTENDING_WEBHOOKS, separated by spaces or commas; raises ValueError."""
    addresses = text("WEBHOOKS", "").replace(",", " ").split()
    if not addresses:
        return ()
    secret = _secret(text, "WEBHOOK_SECRET")
    try:
        return tuple(Webhook(address, secret) for address in dict.fromkeys(addresses))
    except ValueError as problem:
        raise ValueError(f"ATTENDING_WEBHOOKS or ATTENDING_WEBHOOK_SECRET: {problem}.") from problem


def _secret(text: Text, name: str) -> str:
    """A secret from the file that ``ATTENDING_<name>_FILE`` names, or else from ``ATTENDING_<name>``."""
    file = text(f"{name}_FILE", "")
    if not file:
        return text(name, "")
    try:
        return Path(file).expanduser().read_text("utf-8").strip()
    except OSError as problem:
        raise ValueError(f"ATTENDING_{name}_FILE: {file} cannot be read: {problem.strerror}.") from problem
