"""Work on a source in a process of its own, which is ended at a hard deadline, whatever the source does.

A thread cannot be ended while a driver waits in a socket, and a driver's own time limit does not bound a slow answer;
a process group can be killed.
"""

from __future__ import annotations

import inspect
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection as Channel
from multiprocessing.connection import Pipe
from typing import TYPE_CHECKING, Any, Final, TypeVar

from attending.sources.progress import Progress, silent
from attending.sources.source_errors import DeadlinePassed, ReadingCancelled, SourceUnreachable

if TYPE_CHECKING:
    from attending.sources.engines.connection import Connection
    from attending.sources.mapping import ColumnMapping
    from attending.sources.reduced import Reduction

Result = TypeVar("Result")

PROGRESS: Final = "progress"
RESULT: Final = "result"
FAILED: Final = "failed"
_GONE: Final = "gone"
_ASKED_EVERY_SECONDS: Final = 0.1
_WORKER: Final = "attending.sources.deadline_worker"


def within_deadline(
    seconds: float,
    function: Callable[..., Result],
    *args: Any,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] | None = None,
) -> Result:
    """The result of `function(*args)`, run in a worker process that is ended after `seconds`, its children with it.

    `function` stands at the top of a module that can be imported without Django; arguments, result and exceptions can
    be pickled. Where it takes a `progress`, what it tells is passed on. `cancelled` is asked every tenth of a second.
    The worker also ends when this process does. What it keeps in temporary files is gone with it, however it ends,
    unless this process is killed. The worker's time to start counts.

    Raises DeadlinePassed; ReadingCancelled; SourceUnreachable when the worker dies; whatever the function raises.
    """
    if seconds <= 0:
        raise ValueError(f"A deadline lies in the future: give seconds above zero, not {seconds}.")
    if function.__module__ == "__main__":
        raise ValueError(f"{function.__qualname__} must stand in a module that a worker process can import.")
    deadline = time.monotonic() + seconds
    asked = pickle.dumps((function, args, _takes_progress(function)))
    receiver, sender = Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="attending-") as folder, closing(receiver):
        with closing(sender):
            worker = _started(sender.fileno(), folder)
        try:
            messages: queue.Queue[tuple[str, Any]] = queue.Queue()
            threading.Thread(target=_give, args=(worker, asked), daemon=True).start()
            threading.Thread(target=_listen, args=(receiver, messages), daemon=True).start()
            said = Progress("starting", 0, 1)
            while True:
                if cancelled is not None and cancelled():
                    raise ReadingCancelled("The reading was cancelled; nothing was loaded.")
                left = deadline - time.monotonic()
                if left <= 0:
                    raise DeadlinePassed(_too_late(seconds, said))
                try:
                    kind, content = messages.get(timeout=min(left, _ASKED_EVERY_SECONDS))
                except queue.Empty:
                    continue
                if kind == PROGRESS:
                    said = content
                    progress(content)
                else:
                    result: Result = _outcome(kind, content, said)
                    return result
        finally:
            _end(worker)


def reduce_table_within_deadline(
    connection: Connection,
    table: str,
    mapping: ColumnMapping,
    *,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] | None = None,
    **options: Any,
) -> Reduction:
    """`reduce_table` in a worker that is ended after the connection's `deadline_seconds`; `options` are its others.

    Raises what `reduce_table` and `within_deadline` raise.
    """
    return within_deadline(
        connection.deadline_seconds,
        _reduced_table, connection, table, mapping, options,
        progress=progress, cancelled=cancelled,
    )  # fmt: skip


def _reduced_table(
    connection: Connection,
    table: str,
    mapping: ColumnMapping,
    options: dict[str, Any],
    *,
    progress: Callable[[Progress], None],
) -> Reduction:
    # Loaded in the worker only: the engine takes a second.
    from attending.sources.warehouse_reduction import reduce_table

    return reduce_table(connection, table, mapping, progress=progress, **options)


def _takes_progress(function: Callable[..., Any]) -> bool:
    return "progress" in inspect.signature(function).parameters


def _started(channel: int, folder: str) -> subprocess.Popen[bytes]:
    # What this process can import, the worker can: tests and notebooks add to the path.
    path = os.pathsep.join(dict.fromkeys(os.path.abspath(folder) for folder in sys.path))  # noqa: PTH100
    return subprocess.Popen(
        [sys.executable, "-m", _WORKER, str(channel)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path, "TMPDIR": folder},
        pass_fds=(channel,),
        start_new_session=True,
    )


def _give(worker: subprocess.Popen[bytes], asked: bytes) -> None:
    """Hand over the work; the pipe stays open, since its end tells the worker that nobody waits any more."""
    if worker.stdin is not None:
        with suppress(OSError, ValueError):
            worker.stdin.write(len(asked).to_bytes(8, "big") + asked)
            worker.stdin.flush()


def _listen(receiver: Channel, messages: queue.Queue[tuple[str, Any]]) -> None:
    """Pass on what the worker says until it has said its last word or is gone."""
    try:
        while True:
            kind, content = pickle.loads(receiver.recv_bytes())  # noqa: S301 - our own worker wrote it
            messages.put((kind, content))
            if kind != PROGRESS:
                return
    except (EOFError, OSError):
        messages.put((_GONE, None))
    except Exception as error:  # noqa: BLE001 - what cannot be read is raised where it is waited for
        messages.put((FAILED, error))


def _outcome(kind: str, content: Any, said: Progress) -> Any:
    if kind == RESULT:
        return content
    if kind == FAILED:
        raise content
    raise SourceUnreachable(
        f"The process that read the source ended by itself while {said.stage}; nothing was loaded. It may have run out "
        "of memory: review a shorter period, or allow it more; the server's log has its last words."
    )


def _too_late(seconds: float, said: Progress) -> str:
    return (
        f"The source did not answer within {seconds:g} seconds; it was ended while {said.stage}, and nothing was "
        "loaded. Check that the source is well and its network open, review a shorter period, or allow it more time "
        "(deadline_seconds in the file of connections)."
    )


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End the worker and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    if worker.stdin is not None:
        with suppress(OSError):
            worker.stdin.close()
