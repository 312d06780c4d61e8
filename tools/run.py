"""Run one step of the checks: its output shown as it comes, its last lines kept."""

from __future__ import annotations

import subprocess
import sys
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


def step(title: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> Outcome:
    """Run ``command`` without standard input, show its output under ``title`` and return how it ended."""
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
        lines = []
        try:
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                lines.append(line.rstrip("\n"))
        except BaseException:
            process.terminate()
            raise
    return Outcome(title, process.returncode, time.monotonic() - started, tuple(lines))
