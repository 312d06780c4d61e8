"""What takes seconds to draw or to set is made once, apart from the request that asks for it, and kept in a file.

A file's name stands for all that it is made of, so a file is never out of date: it is only not asked for any more, and
goes after a month. It may be removed at any time; it is then made again. No database.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache, partial
from pathlib import Path
from typing import Final

from django.conf import settings

import attending

PATIENCE_SECONDS: Final = 0.2
"""How long a request waits for what is being made; then it says so."""
KEPT_SECONDS: Final = 30 * 86_400
_SOURCES: Final = ("analytics", "charts", "documents", "review", "ui")

_pool: Final = ThreadPoolExecutor(2, thread_name_prefix="kept")
_making: dict[str, Future[bytes]] = {}
_lock: Final = threading.Lock()


def kept(name: str, make: Callable[[], bytes]) -> bytes | None:
    """What ``make`` gives, from the file ``name`` where it was made before; None while it is being made.

    ``make`` runs in a thread that has no database connection. What it raises is raised to everyone who waits for it.
    """
    path = folder() / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    with _lock:
        making = _making.get(name)
        if making is None:
            making = _making[name] = _pool.submit(_make, path, make)
    making.add_done_callback(partial(_made, name))
    done, _ = wait([making], timeout=patience())
    if not done:
        return None
    with _lock:
        if _making.get(name) is making:
            del _making[name]
    return making.result()


def now(name: str, make: Callable[[], bytes]) -> None:
    """Make it here and now where it is not kept yet, however long it takes."""
    path = folder() / name
    if not path.exists():
        _make(path, make)


def is_kept(name: str) -> bool:
    """Whether it was made before."""
    return (folder() / name).exists()


def patience() -> float:
    """How long a request waits, in seconds: ``ATTENDING_PATIENCE_SECONDS`` among the settings."""
    return float(getattr(settings, "ATTENDING_PATIENCE_SECONDS", PATIENCE_SECONDS))


def sweep() -> int:
    """Remove what was made more than a month ago; how many files went."""
    gone = 0
    for path in folder().iterdir():
        try:
            old = time.time() - path.stat().st_mtime > KEPT_SECONDS
        except FileNotFoundError:
            continue  # another sweep took it
        if old:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def folder() -> Path:
    """Where the files lie; made where it is missing, for the server's own user alone."""
    found = Path(settings.DATA_DIR) / "drawn"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def name_of(kind: str, *parts: str) -> str:
    """The file of what this very program makes of ``parts``: a digest of them all, and the kind as its ending."""
    digest = hashlib.sha256("\0".join([program(), *parts]).encode()).hexdigest()
    return f"{digest[:40]}.{kind}"


@cache
def program() -> str:
    """What draws, as a digest: another version of it draws otherwise."""
    digest = hashlib.sha256(attending.__version__.encode())
    root = Path(attending.__file__).parent
    for part in _SOURCES:
        for path in sorted(root.joinpath(part).rglob("*.py")) + sorted(root.joinpath(part).rglob("*.typ")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _made(name: str, making: Future[bytes]) -> None:
    """From now on the file answers; what was raised waits for whoever asks next."""
    if making.exception() is None:
        with _lock:
            _making.pop(name, None)


def _make(path: Path, make: Callable[[], bytes]) -> bytes:
    content = make()
    whole = path.with_name(f"{secrets.token_hex(8)}.part")
    whole.write_bytes(content)
    whole.replace(path)
    return content
