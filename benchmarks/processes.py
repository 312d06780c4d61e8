"""One measured process: CPU and wall seconds and peak memory, imports included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """What a process took; `failure` says why it gave no result."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str
    failure: str | None


def run(command: Sequence[str], timeout_s: float) -> Run:
    """Run a command to its end, or stop it after `timeout_s` seconds."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors)
        status, used = 0, None
        while used is None:
            found, status, usage = os.wait4(process.pid, os.WNOHANG)
            if found:
                used = usage
            elif time.perf_counter() - started > timeout_s:
                process.kill()
                _, status, used = os.wait4(process.pid, 0)
                status = -1
            else:
                time.sleep(0.01)
        wall = time.perf_counter() - started
        process.returncode = status
        output.seek(0)
        errors.seek(0)
        said = errors.read().strip().splitlines()
        failure = f"stopped after {timeout_s:g} s" if status == -1 else (said or ["failed"])[-1] if status else None
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6, output.read(), failure)
