"""What a running server has done every minute and every quarter of an hour, in a process of its own that ends with it.

The process is small and loads nothing of the application: each task is a command of its own, the same that an
administrator would run. The clock is one command that goes on, because to load the application each minute costs more
than what is due.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

AT_ONCE: Sequence[str] = ("review", "draw")
"""What the first page asks for is drawn by the time somebody asks; each period draws what came since."""
CLOCK: Sequence[str] = ("clock", "--every", "60", "--with-parent")
TASKS: Sequence[Sequence[str]] = (
    ("ledger", "checkpoint", "--if-grown", "--reason", "every 15 minutes"),
    ("manage", "clearsessions"),
    AT_ONCE,
)
BEGIN_AGAIN_SECONDS = 60  # how often at most a clock that broke off is begun again
PERIOD_SECONDS = 15 * 60
AT_ONCE_AFTER_SECONDS = 5.0  # after a restart all is drawn, and the first page is asked for within a second
FIRST_AFTER_SECONDS = 60  # so that the first pages have the machine to themselves
TASK_SECONDS = 10 * 60
LOOK_SECONDS = 1.0


def start() -> subprocess.Popen[bytes]:
    """Start the process beside the server that calls this; it ends within seconds of it, however that ends."""
    return subprocess.Popen([sys.executable, "-m", "attending.cli.upkeep", str(os.getpid())], stdin=subprocess.DEVNULL)


def keep_up(
    lives: Callable[[], bool],
    run: Callable[[Sequence[str]], None],
    begin: Callable[[Sequence[str]], Callable[[], bool]],
    *,
    look: float = LOOK_SECONDS,
) -> None:
    """Keep the clock going and ``run`` every task once a period while the server ``lives``.

    ``begin`` starts a command and gives back whether it has ended. Looked for every ``look`` seconds; tasks follow one
    another, and hold no clock up.
    """
    time.sleep(AT_ONCE_AFTER_SECONDS)
    run(AT_ONCE)
    again = due = time.monotonic() + FIRST_AFTER_SECONDS
    ended: Callable[[], bool] | None = None
    while lives():
        now = time.monotonic()
        if now >= again and (ended is None or ended()):
            again = now + BEGIN_AGAIN_SECONDS
            ended = begin(CLOCK)
        elif now >= due:
            due = now + PERIOD_SECONDS
            for task in TASKS:
                run(task)
        else:
            time.sleep(look)


def run_task(task: Sequence[str]) -> None:
    """Run one command; what it failed at goes to the server's own output, the rest is not shown."""
    try:
        done = subprocess.run(
            _command(task),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"attending {' '.join(task[:2])}: {problem}", file=sys.stderr, flush=True)
        return
    if done.returncode:
        print(done.stderr, end="", file=sys.stderr, flush=True)


def begin(task: Sequence[str]) -> Callable[[], bool]:
    """Start one command that goes on, whose output is the server's own; gives back whether it has ended."""
    process = subprocess.Popen(_command(task), stdin=subprocess.DEVNULL)
    return lambda: process.poll() is not None


def _command(task: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "attending.cli.main", *task]


def end_with(lives: Callable[[], bool], *, look: float = LOOK_SECONDS) -> None:
    """End this process with the server, also in the middle of a task; what the task began it finishes by itself."""
    while lives():
        time.sleep(look)
    os._exit(0)


def main(server: int) -> None:
    """Keep up for the server with process id ``server``, the parent of this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole terminal; the server says when it is over
    threading.Thread(target=end_with, args=(lambda: os.getppid() == server,), daemon=True).start()
    keep_up(lambda: os.getppid() == server, run_task, begin)


if __name__ == "__main__":
    main(int(sys.argv[1]))
