"""The worker process of `within_deadline`: it does one piece of work, says how it went, and ends."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection as Channel
from typing import Any, BinaryIO

from attending.sources.deadline import FAILED, PROGRESS, RESULT
from attending.sources.progress import Progress


def main(channel: int) -> None:
    """Read the work from standard input, do it, and say on `channel` what came of it."""
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    asked = sys.stdin.buffer.read(size)
    threading.Thread(target=_end_with_parent, args=(sys.stdin.buffer,), daemon=True).start()
    with Channel(channel, readable=False) as sender:
        # What the work starts must not keep the channel open, or nobody would see that this process is gone.
        os.set_inheritable(channel, False)
        try:
            function, args, tells = pickle.loads(asked)  # noqa: S301 - our own parent wrote it

            def tell(progress: Progress) -> None:
                sender.send((PROGRESS, progress))

            said = (RESULT, function(*args, **({"progress": tell} if tells else {})))
            written = pickle.dumps(said)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
            written = _failure(error)
        sender.send_bytes(written)


def _failure(error: Exception) -> bytes:
    """The exception as the parent can read it; one that cannot be pickled is told in the log, and named."""
    try:
        written = pickle.dumps((FAILED, error))
        pickle.loads(written)  # noqa: S301 - written here
    except Exception:  # noqa: BLE001 - an exception may refuse to be pickled in any way
        traceback.print_exception(error)
        unnamed: Any = RuntimeError(f"The work failed with {type(error).__name__}; the server's log says more.")
        return pickle.dumps((FAILED, unnamed))
    return written


def _end_with_parent(stream: BinaryIO) -> None:
    """End this process group when the parent's end of the pipe closes."""
    stream.read()
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
