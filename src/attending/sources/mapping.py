"""Which column of a prediction log plays which part."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.stratum import OVERALL


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns a review reads; every other column of the log is left alone.

    `score` holds the predicted probability in [0, 1]; `outcome` 0/1 or true/false, empty while it is not yet known
    (None: the log has no outcomes); `time` the ISO 8601 date or timestamp of the prediction; `by` the attributes whose
    levels become subgroups; `key` the columns that together identify one prediction (none: duplicates are not
    checked); `comparator` a second probability for the same rows, such as the clinician's own estimate.

    Raises ValueError when a name is empty, or one column is asked to be two things that exclude each other.
    """

    score: str
    outcome: str | None
    time: str
    by: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    comparator: str | None = None

    def __post_init__(self) -> None:
        if any(not name or not name.strip() for name in self.columns):
            raise ValueError("A column name in the mapping is empty: name the column as the log's header writes it.")
        measured = [name for name in (self.score, self.outcome, self.time, self.comparator) if name is not None]
        for name in measured:
            if measured.count(name) > 1:
                raise ValueError(f"Column {name!r} is mapped twice: score, outcome, time and comparator each need one.")
        for names, what in ((self.by, "attribute"), (self.key, "key column")):
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f"Column {name!r} is given twice as {what}: give it once.")
        if OVERALL.attribute in self.by:
            raise ValueError(
                f"An attribute cannot be called {OVERALL.attribute!r}, which means everyone: rename the column."
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every mapped column once, in the order score, outcome, time, comparator, attributes, key."""
        named = (self.score, self.outcome, self.time, self.comparator, *self.by, *self.key)
        return tuple(dict.fromkeys(name for name in named if name is not None))
