"""Run a command that must not outlive the process that asked for it, whatever ends that process.

``python leash.py PARENT FOLDER COMMAND...`` starts the command in this process's own group and watches: when the
process PARENT is gone, even by ``kill -9``, or when this one is told to end, the command and all it started are ended.
FOLDER is removed when the parent is gone, for then nobody else will.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence

LOOK_SECONDS = 0.5
END_SECONDS = 5


def held(parent: int, folder: str, command: Sequence[str]) -> None:
    """Run the command until it, or the parent, ends; must be called by the leader of a process group."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        while child.poll() is None and os.getppid() == parent:
            _wait(child, LOOK_SECONDS)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child.terminate()
        _wait(child, END_SECONDS)
        if os.getppid() != parent:
            shutil.rmtree(folder, ignore_errors=True)
        # The group is this process too: nothing comes after this line.
        os.killpg(os.getpgid(0), signal.SIGKILL)


def _wait(child: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return


if __name__ == "__main__":
    held(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
