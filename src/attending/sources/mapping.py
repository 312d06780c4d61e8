"""Which column of a prediction log plays which part."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.equity.crossing import join_parts
from attending.analytics.input_table import InputBuckets
from attending.analytics.stratum import OVERALL


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The columns a review reads; every other column of the log is left alone.

    `score` holds the predicted probability in [0, 1]; `outcome` 0/1 or true/false, empty while it is not yet known
    (None: the log has no outcomes); `time` the ISO 8601 date or timestamp of the prediction; `by` the attributes whose
    levels become subgroups; `key` the columns that together identify one prediction (none: duplicates are not
    checked); `comparator` a second probability for the same rows, such as the clinician's own estimate; `crossed` the
    attributes to combine, each two or more of `by`; `patient` whom the prediction is about, so that intervals take a
    patient's rows together (None: every row stands for itself). A patient's value never leaves the engine.
    `inputs` are columns the model computes with, counted by month to see them drift: a column of numbers as numbers,
    one of booleans as categories, one of text as numbers when every value is one; `numeric` and `categorical` declare
    it for some of them. `input_buckets` are the frozen buckets of a stored table of inputs, for those that are to be
    counted as they were.

    Raises ValueError when a name is empty, or one column is asked to be two things that exclude each other.
    """

    score: str
    outcome: str | None
    time: str
    by: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    comparator: str | None = None
    crossed: tuple[tuple[str, ...], ...] = ()
    patient: str | None = None
    inputs: tuple[str, ...] = ()
    input_buckets: tuple[InputBuckets, ...] = ()
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(not name or not name.strip() for name in self.columns):
            raise ValueError("A column name in the mapping is empty: name the column as the log's header writes it.")
        measured = [name for name in (self.score, self.outcome, self.time, self.comparator) if name is not None]
        for name in measured:
            if measured.count(name) > 1:
                raise ValueError(f"Column {name!r} is mapped twice: score, outcome, time and comparator each need one.")
        for names, what in ((self.by, "attribute"), (self.key, "key column"), (self.inputs, "input")):
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f"Column {name!r} is given twice as {what}: give it once.")
        for names in self.crossed:
            if len(names) < 2 or len(set(names)) != len(names) or not set(names) <= set(self.by):
                raise ValueError(
                    f"The attributes {', '.join(names) or '(none)'} cannot be combined: name two or more different "
                    "ones, each of which is an attribute of its own as well."
                )
        combined = [join_parts(names) for names in self.crossed]
        for name in combined:
            if combined.count(name) > 1 or name in self.by:
                raise ValueError(f"The attribute {name!r} is asked for twice: give each combination once.")
        if self.patient is not None and self.patient in self.by:
            raise ValueError(f"Column {self.patient!r} identifies a patient, so it cannot be an attribute.")
        for name in self.inputs:
            if name == self.patient or name in self.key:
                raise ValueError(f"Column {name!r} identifies a patient or a prediction, so it cannot be an input.")
        for name in (*self.numeric, *self.categorical):
            if name not in self.inputs or (name in self.numeric and name in self.categorical):
                raise ValueError(f"Column {name!r} is declared as numbers or as categories: name it once, as an input.")
        frozen = [buckets.name for buckets in self.input_buckets]
        for name in frozen:
            if name not in self.inputs or frozen.count(name) > 1:
                raise ValueError(f"Frozen buckets of {name!r}: give them once, and only for a column that is an input.")
        if OVERALL.attribute in self.by:
            raise ValueError(
                f"An attribute cannot be called {OVERALL.attribute!r}, which means everyone: rename the column."
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every mapped column once, in the order score, outcome, time, comparator, attributes, key, patient, inputs."""
        named = (self.score, self.outcome, self.time, self.comparator, *self.by, *self.key, self.patient, *self.inputs)
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that are read as numbers and as nothing else, so that 1 and 1.0 mean the same in them."""
        read = {self.score, self.outcome, self.comparator, *self.inputs}
        return frozenset(name for name in read if name is not None) - {*self.by, *self.key, self.patient}
