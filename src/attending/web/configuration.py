"""What an installation may configure, read once from ``ATTENDING_*`` environment variables."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from attending.notices.settings import Smtp, Webhook
from attending.web.delivery import smtp, webhooks

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

SQLITE_OPTIONS: Mapping[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"),
}


class ConfigurationError(Exception):
    """An ``ATTENDING_*`` variable has a value that cannot be used; the message says which one and what to write."""


def private_file(path: Path, content: bytes) -> bytes:
    """Return the bytes of ``path``, writing ``content`` there first, readable by the owner alone, if it is absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return content


def _usual_url(hosts: list[str], *, https: bool) -> str:
    """Where people reach the installation unless ATTENDING_URL says otherwise; links in e-mails begin with it."""
    return f"{'https' if https else 'http'}://{hosts[0]}" if hosts else "http://localhost:8000"


@dataclass(frozen=True, slots=True)
class Configuration:
    """One installation's settings."""

    data_dir: Path
    database_url: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    https: bool
    trusted_proxies: int
    demo: bool
    origin: str
    ledger_key: Path
    checkpoint_file: Path | None
    checkpoint_syslog: str
    session_idle: timedelta
    session_absolute: timedelta
    time_zone: str
    hazard_methods: Path | None
    url: str
    smtp: Smtp | None
    webhooks: tuple[Webhook, ...]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Configuration:
        """Read the environment; raises ConfigurationError naming the variable that cannot be used."""

        def text(name: str, default: str) -> str:
            return environment.get(f"ATTENDING_{name}", default).strip()

        def number(name: str, default: int, least: int) -> int:
            value = text(name, str(default))
            if not value.isdecimal() or int(value) < least:
                raise ConfigurationError(f"ATTENDING_{name} is {value!r}; write a whole number of at least {least}.")
            return int(value)

        def flag(name: str) -> bool:
            value = text(name, "no").lower()
            if value not in {"yes", "no"}:
                raise ConfigurationError(f"ATTENDING_{name} is {value!r}; write yes or no.")
            return value == "yes"

        data_dir = Path(text("DATA", "attending-data")).expanduser().resolve()
        hosts = [host.strip() for host in text("HOSTS", "").split(",") if host.strip()]
        checkpoint_file = text("CHECKPOINT_FILE", "")
        hazard_methods = text("HAZARD_METHODS", "")
        try:
            mail_server, told = smtp(text), webhooks(text)
        except ValueError as problem:
            raise ConfigurationError(str(problem)) from problem
        return cls(
            data_dir=data_dir,
            database_url=text("DATABASE", f"sqlite:///{data_dir / 'attending.sqlite3'}"),
            allowed_hosts=[*LOOPBACK, *hosts],
            trusted_origins=[f"https://{host}" for host in hosts],
            https=flag("HTTPS"),
            trusted_proxies=number("TRUSTED_PROXIES", 0, 0),
            demo=flag("DEMO"),
            origin=text("ORIGIN", "attending.local/ledger"),
            ledger_key=Path(text("LEDGER_KEY", str(data_dir / "ledger.key"))),
            checkpoint_file=Path(checkpoint_file) if checkpoint_file else None,
            checkpoint_syslog=text("CHECKPOINT_SYSLOG", ""),
            session_idle=timedelta(minutes=number("SESSION_IDLE_MINUTES", 15, 1)),
            session_absolute=timedelta(hours=number("SESSION_ABSOLUTE_HOURS", 12, 1)),
            time_zone=text("TIME_ZONE", "UTC"),
            hazard_methods=Path(hazard_methods).expanduser().resolve() if hazard_methods else None,
            url=text("URL", _usual_url(hosts, https=flag("HTTPS"))).rstrip("/"),
            smtp=mail_server,
            webhooks=told,
        )

    @property
    def loopback_only(self) -> bool:
        """Whether the installation answers on this machine alone."""
        return all(host in LOOPBACK for host in self.allowed_hosts)

    def secret_key(self) -> str:
        """The secret that signs sessions: ``secret.key`` in the data folder, made at the first start."""
        return private_file(self.data_dir / "secret.key", secrets.token_urlsafe(48).encode()).decode()

    def database(self) -> dict[str, Any]:
        """Django's database settings for ``ATTENDING_DATABASE``: ``sqlite:///PATH`` or ``postgresql://...``."""
        parts = urlsplit(self.database_url)
        if parts.scheme == "sqlite":
            path = Path(unquote(self.database_url.removeprefix("sqlite:///")))
            path.parent.mkdir(parents=True, exist_ok=True)
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(path),
                "OPTIONS": dict(SQLITE_OPTIONS),
                "CONN_MAX_AGE": None,
            }
        if parts.scheme == "postgresql":
            options = dict(parse_qsl(parts.query))
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": options.pop("host", parts.hostname or ""),
                "PORT": str(parts.port or options.pop("port", "")),
                "OPTIONS": {"connect_timeout": 10, **options},
                "CONN_MAX_AGE": 600,
                "CONN_HEALTH_CHECKS": True,
            }
        raise ConfigurationError(
            "ATTENDING_DATABASE must begin with sqlite:/// or postgresql://; "
            f"it begins with {parts.scheme or 'nothing'}://."
        )
