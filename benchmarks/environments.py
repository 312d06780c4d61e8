"""A virtual environment for each package, kept from one run to the next."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from peer_packages import Peer

REPOSITORY = Path(__file__).resolve().parent.parent


class NotInstalled(Exception):
    """A package could not be installed; the message is what the installer said last."""


def default_folder() -> Path:
    """Where environments are kept unless told: the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "attending-benchmarks"


def find_uv() -> str | None:
    """uv of the path, else the one that the repository's set-up made, else none."""
    own = REPOSITORY / ".tools" / "uvenv" / "bin" / "uv"
    return shutil.which("uv") or (str(own) if own.exists() else None)


def environment(peer: Peer, folder: Path) -> Path:
    """The Python of the peer's environment, made when it is missing or was made for another list of packages.

    The package index is the one that uv or pip is configured for. Raises NotInstalled.
    """
    place = folder / peer.environment
    python, made_for = place / "bin" / "python", place / "installed.txt"
    wanted = "\n".join(peer.install)
    if python.exists() and made_for.exists() and made_for.read_text() == wanted:
        return python
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    uv = find_uv()
    if uv:
        _command(uv, "venv", "--python", f"{sys.version_info.major}.{sys.version_info.minor}", str(place))
        _command(uv, "pip", "install", "--python", str(python), *peer.install)
    else:
        _command(sys.executable, "-m", "venv", str(place))
        _command(str(python), "-m", "pip", "install", *peer.install)
    made_for.write_text(wanted)
    return python


def _command(*words: str) -> None:
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=1_800)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise NotInstalled(str(problem)) from problem
    if done.returncode:
        raise NotInstalled((done.stderr.strip().splitlines() or ["the installer gave no reason"])[-1])
