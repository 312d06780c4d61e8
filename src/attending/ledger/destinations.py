"""Where checkpoints are sent so that this machine alone cannot rewrite the record: a file, and syslog.

``ATTENDING_CHECKPOINT_FILE`` gets one line of JSON for each checkpoint, with ``at``, ``size``, ``reason`` and ``note``;
put it on a share that this service can only add to. ``ATTENDING_CHECKPOINT_SYSLOG`` gets the same JSON as an RFC 5424
message (facility 13, log audit; severity 5, notice):

- ``/dev/log`` or another path: a local datagram socket;
- ``host:port`` or ``udp:host:port``: UDP, which cannot say whether anybody received it;
- ``tcp:host:port``: TCP with octet counting (RFC 6587).
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from attending.ledger.canonical import timestamp
from attending.ledger.errors import LedgerError

PRIORITY = 13 * 8 + 5
SECONDS_TO_WAIT = 3.0


@dataclass(frozen=True, slots=True)
class Destination:
    """A configured place; ``send`` raises OSError or LedgerError when the line did not get there."""

    name: str
    send: Callable[[str, datetime], None]


def configured() -> list[Destination]:
    """The destinations of this installation."""
    found = []
    if settings.ATTENDING_CHECKPOINT_FILE is not None:
        path = Path(settings.ATTENDING_CHECKPOINT_FILE)
        found.append(Destination(f"file {path}", partial(_to_file, path)))
    if settings.ATTENDING_CHECKPOINT_SYSLOG:
        address = settings.ATTENDING_CHECKPOINT_SYSLOG
        found.append(Destination(f"syslog {address}", partial(_to_syslog, address)))
    return found


def line(*, at: datetime, size: int, reason: str, note: str) -> str:
    """One checkpoint as one line of JSON, without the newline."""
    return json.dumps({"at": timestamp(at), "size": size, "reason": reason, "note": note}, ensure_ascii=True)


def notes_in(text: str) -> list[str]:
    """The notes kept in a checkpoint file, or the one note that ``text`` itself is; raises LedgerError."""
    if not text.lstrip().startswith("{"):
        return [text]
    notes = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        try:
            value = json.loads(row)
        except ValueError as error:
            raise LedgerError(f"Line {number} of the checkpoint file is not JSON: {error}") from error
        if not isinstance(value, Mapping) or not isinstance(value.get("note"), str):
            raise LedgerError(f"Line {number} of the checkpoint file has no note.")
        notes.append(value["note"])
    return notes


def _to_file(path: Path, text: str, _at: datetime) -> None:
    data = (text + "\n").encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        if os.write(descriptor, data) != len(data):
            raise OSError("only a part of the line was written")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _to_syslog(address: str, text: str, at: datetime) -> None:
    message = f"<{PRIORITY}>1 {timestamp(at)} {socket.gethostname() or '-'} attending {os.getpid()} checkpoint - {text}"
    data = message.encode()
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unix:
            unix.settimeout(SECONDS_TO_WAIT)
            unix.connect(address)
            unix.sendall(data)
        return
    scheme, host, port = _network_address(address)
    if scheme == "tcp":
        with socket.create_connection((host, port), timeout=SECONDS_TO_WAIT) as stream:
            stream.sendall(f"{len(data)} ".encode() + data)
        return
    family, kind, protocol, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind, protocol) as datagram:
        datagram.settimeout(SECONDS_TO_WAIT)
        datagram.sendto(data, target)


def _network_address(address: str) -> tuple[str, str, int]:
    scheme, separator, rest = address.partition(":")
    if scheme not in {"tcp", "udp"} or not separator:
        scheme, rest = "udp", address
    host, separator, port = rest.rpartition(":")
    if not separator or not host or not port.isdecimal():
        raise LedgerError(
            f"ATTENDING_CHECKPOINT_SYSLOG is {address!r}; write /dev/log, host:port, udp:host:port or tcp:host:port."
        )
    return scheme, host.strip("[]"), int(port)
