"""Compute one review that was asked for, in the process that this was started for."""

from __future__ import annotations

import time
from typing import Final

from attending.program.rules import Refused
from attending.review.actions.jobs import claim, fail, finish, tell
from attending.review.models import LogSource
from attending.review.queries.sources import request_of
from attending.review.request import compute
from attending.sources import LogRefused, Progress, within_deadline
from attending.sources.source_errors import DeadlinePassed, ReadingCancelled, SourceUnreachable

TOLD_EVERY_SECONDS: Final = 1.0


class Teller:
    """Passes on how far the reading is, once a second at most, and knows whether it is still wanted."""

    def __init__(self, job: int) -> None:
        self.job = job
        self.wanted = True
        self.told_at = -TOLD_EVERY_SECONDS
        self.newest = Progress("starting", 0, 1)

    def __call__(self, progress: Progress) -> None:
        self.newest = progress
        self._tell()

    def cancelled(self) -> bool:
        """Asked again and again while the log is read; tells too that this process lives."""
        self._tell()
        return not self.wanted

    def _tell(self) -> None:
        if time.monotonic() - self.told_at >= TOLD_EVERY_SECONDS:
            self.told_at = time.monotonic()
            self.wanted = tell(self.job, self.newest.stage, self.newest.done, self.newest.total)


def perform(pk: int) -> bool:
    """Review the log of a waiting job within its deadline and record the result; False when there is none."""
    job = claim(pk)
    if job is None:
        return False
    teller = Teller(pk)
    try:
        request = request_of(LogSource.objects.get(deployment=job.deployment))
        result = within_deadline(request.seconds, compute, request, progress=teller, cancelled=teller.cancelled)
        return finish(job, result, location=request.location)
    except ReadingCancelled:
        return False
    except (LogRefused, Refused, SourceUnreachable, DeadlinePassed, ValueError) as problem:
        fail(pk, str(problem))
    except BaseException:
        fail(pk, "It ended by a fault of this program; the server's log says which.")
        raise
    return False
