"""A recorded review as the numbers it holds, read once a process: reading one takes a tenth of a second."""

from __future__ import annotations

from functools import lru_cache

from attending.analytics import PerformanceReview, from_document
from attending.review.models import ReviewRun


def review_of(run: ReviewRun) -> PerformanceReview:
    """The numbers of a recorded review; a review never changes, so its ``uid`` stands for it."""
    return _read(_Run(run))


class _Run:
    """A review that is the same as any other with its ``uid``."""

    def __init__(self, run: ReviewRun) -> None:
        self.uid, self.document = run.uid, run.document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Run) and other.uid == self.uid

    def __hash__(self) -> int:
        return hash(self.uid)


@lru_cache(maxsize=32)
def _read(run: _Run) -> PerformanceReview:
    return from_document(run.document)
