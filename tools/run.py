"""Run one step of the checks: its output shown as it comes, or whole at its end, and its last lines kept."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended."""

    title: str
    code: int
    seconds: float
    lines: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether its exit code says that it failed."""
        return self.code != 0

    @property
    def word(self) -> str:
        """``failed`` or ``ok``, as the closing summary prints it."""
        return "FAILED" if self.failed else "ok"


class Ended(Exception):
    """No step begins after all were asked to end."""


_running: set[subprocess.Popen[str]] = set()
_ended = threading.Event()


def step(
    title: str, command: Sequence[str], environment: Mapping[str, str] | None = None, *, aside: bool = False
) -> Outcome:
    """Run ``command`` without standard input, show its output under ``title`` and return how it ended.

    Aside, while another step shows its own, the output is shown when the command has ended. Raises Ended after
    ``end_all``.
    """
    if _ended.is_set():
        raise Ended(title)
    if not aside:
        print(f"\n--- {title}", flush=True)
    started = time.monotonic()
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        _running.add(process)
        if _ended.is_set():
            process.terminate()
        lines = []
        try:
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
                if not aside:
                    sys.stdout.write(line)
                    sys.stdout.flush()
        except BaseException:
            process.terminate()
            raise
        finally:
            _running.discard(process)
    if aside:
        print("\n".join((f"\n--- {title}", *lines)), flush=True)
    return Outcome(title, process.returncode, time.monotonic() - started, tuple(lines))


def end_all() -> None:
    """Ask every step that still runs, in whichever thread, to end, and let none begin."""
    _ended.set()
    for process in tuple(_running):
        process.terminate()
