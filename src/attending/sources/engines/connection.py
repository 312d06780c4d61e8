"""Connections to warehouses, as an administrator's file states them; nothing of them comes from a page."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

Setting = str | int | float | bool

PATH_VARIABLE: Final = "ATTENDING_CONNECTIONS"
_FROM_ENVIRONMENT: Final = "_env"
_SECRET = re.compile(r"password|passwd|secret|token|private_key|credential|^auth$", re.IGNORECASE)
_OWN: Final = {"kind", "url", "time_zone", "keys_shown", "deadline_seconds"}
_KINDS: Final = {"postgresql": "postgres", "sparks": "spark", "sc": "spark", "pyspark": "spark", "local": "spark"}


class ConnectionFault(ValueError):
    """The administrator's file of connections cannot be used; the message says what to change in it."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A warehouse by name.

    `kind` is postgres, spark, or the name of another Ibis engine; `url` its address where it has one. `settings` are
    given to the engine as they are; one called `password_env` gives the environment variable that holds the password,
    and so for every secret. Months of instants are counted in `time_zone`. `keys_shown` allows the list of bad rows to
    print the key of a row, where a file has its line number. A read ends after `deadline_seconds`, whatever happens.
    """

    name: str
    kind: str
    url: str | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    time_zone: str = "UTC"
    keys_shown: bool = True
    deadline_seconds: float = 600.0

    def __post_init__(self) -> None:
        for setting in self.settings:
            if _SECRET.search(setting) and not setting.endswith(_FROM_ENVIRONMENT):
                raise ConnectionFault(
                    f"Connection {self.name!r} states {setting} openly: put it into an environment variable and write "
                    f'{setting}{_FROM_ENVIRONMENT} = "NAME_OF_THE_VARIABLE".'
                )
        if self.url and urlsplit(self.url).password:
            raise ConnectionFault(
                f"Connection {self.name!r} has a password in its URL: take it out, put it into an environment variable "
                f'and write password{_FROM_ENVIRONMENT} = "NAME_OF_THE_VARIABLE".'
            )
        if self.kind == "databricks" and self.url:
            raise ConnectionFault(
                f"Connection {self.name!r} gives Databricks a URL, which it has none of: write "
                'kind = "databricks" with server_hostname, http_path and access_token_env instead.'
            )
        if self.deadline_seconds <= 0:
            raise ConnectionFault(f"Connection {self.name!r} needs a deadline_seconds above zero.")

    def resolved(self) -> dict[str, Setting]:
        """The settings with secrets read from the environment; raises ConnectionFault when a variable is not set."""
        found: dict[str, Setting] = {}
        for setting, value in self.settings.items():
            if setting.endswith(_FROM_ENVIRONMENT):
                secret = os.environ.get(str(value))
                if secret is None:
                    raise ConnectionFault(
                        f"Connection {self.name!r} reads {setting.removesuffix(_FROM_ENVIRONMENT)} from the "
                        f"environment variable {value}, which is not set: set it where Attending is started."
                    )
                found[setting.removesuffix(_FROM_ENVIRONMENT)] = secret
            else:
                found[setting] = value
        return found


def read_connections(path: Path | None = None) -> dict[str, Connection]:
    """The connections of the administrator's TOML file, by name: one table each, with `kind` or `url` and settings.

    Without `path` the environment variable ATTENDING_CONNECTIONS gives it; without that there are none. Raises
    ConnectionFault for a file that cannot be read, that others than its owner may change, or that states a secret.
    """
    if path is None:
        stated = os.environ.get(PATH_VARIABLE)
        if not stated:
            return {}
        path = Path(stated)
    try:
        if path.stat().st_mode & 0o022:
            raise ConnectionFault(f"{path.name} can be changed by others than its owner: chmod go-w it.")
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConnectionFault(f"The file of connections cannot be read ({error.strerror}): {path.name}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConnectionFault(f"{path.name} is not TOML: {error}.") from None
    return {name: _connection(name, stated) for name, stated in document.items()}


def configured(name: str) -> Connection:
    """The connection of this name; raises ConnectionFault when the administrator's file has none."""
    connections = read_connections()
    if name not in connections:
        known = ", ".join(sorted(connections)) or "none"
        raise ConnectionFault(f"No connection is called {name!r} in the administrator's file; configured: {known}.")
    return connections[name]


def _connection(name: str, stated: object) -> Connection:
    if not isinstance(stated, dict) or not (stated.get("kind") or stated.get("url")):
        raise ConnectionFault(f'Connection {name!r} needs a table with kind (such as "postgres") or url.')
    url = stated.get("url")
    scheme = urlsplit(str(url)).scheme if url else ""
    kind = str(stated.get("kind") or scheme)
    settings = {key: value for key, value in stated.items() if key not in _OWN}
    for key, value in settings.items():
        if not isinstance(value, str | int | float | bool):
            raise ConnectionFault(f"Connection {name!r}: {key} must be text, a number, true or false.")
    return Connection(
        name=name,
        kind=_KINDS.get(kind, kind),
        url=str(url) if url else None,
        settings=settings,
        time_zone=str(stated.get("time_zone", "UTC")),
        keys_shown=bool(stated.get("keys_shown", True)),
        deadline_seconds=float(stated.get("deadline_seconds", 600.0)),
    )
