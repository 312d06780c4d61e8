"""One measured process: CPU and wall seconds and peak memory, imports included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# The first two are set where an old build of OpenBLAS runs on a new processor, and slow every side that links a current
# one; the third makes every process compile every module it imports again.
_UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True)
class Run:
    """What a process took; `failure` says why it gave no result."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str
    failure: str | None


def run(
    command: Sequence[str], timeout_s: float, *, memory_gb: float | None = None, bytecode: Path | None = None
) -> Run:
    """Run a command to its end, or stop it after `timeout_s` seconds or past `memory_gb` GB resident (Linux only).

    Compiled modules are kept in the folder `bytecode`, or where Python keeps them.
    CPU and peak memory are what the operating system counted for the process and the children it waited for.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _UNSET}
    # As ./attending starts Python, and the same for every side: a second thread spins while it waits for the first.
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")
    if bytecode is not None:
        environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment, start_new_session=True)
        stopped: str | None = None
        while True:
            found, status, usage = os.wait4(process.pid, os.WNOHANG)
            if found:
                break
            if stopped is None:
                if time.perf_counter() - started > timeout_s:
                    stopped = f"stopped after {timeout_s:g} s"
                elif memory_gb is not None and _resident_gb(process.pid) > memory_gb:
                    stopped = f"stopped past {memory_gb:g} GB"
                if stopped is not None:
                    os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.01)
        wall = time.perf_counter() - started
        process.returncode = status
        output.seek(0)
        errors.seek(0)
        said = [line for line in errors.read().splitlines() if line.strip()]
        failure = stopped or ((said or [f"ended with status {status}"])[-1] if status else None)
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, output.read(), failure)


def _resident_gb(process: int) -> float:
    """Memory the process holds now, in GB; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e9
