"""A source that could not be reached, or that did not answer in time: nothing is known of its rows."""

from __future__ import annotations


class SourceUnreachable(Exception):
    """A warehouse that cannot be opened or asked; the message says what was tried and what to do."""


class DeadlinePassed(SourceUnreachable):
    """A source that did not answer within its hard deadline; the work was ended, and nothing was loaded."""


class ReadingCancelled(SourceUnreachable):
    """A reading that was not wanted any more; the work was ended, and nothing was loaded."""
