"""A panel's judgements in CSV files: one row for each score, and one for each person's points of a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from attending.sources.judgement_ballot import Ballot, JudgementFile
from attending.sources.judgement_cells import Fault, conflict_of, name_of, points_of, score_of
from attending.sources.judgement_rows import Faults, Row, RowFile, open_rows

COLUMNS: Final = ("panelist", "item", "criterion", "score")
CONFLICT: Final = "conflict"
WEIGHT_COLUMNS: Final = ("panelist", "criterion", "points")


def read_csv(path: Path, weights: Path | None) -> JudgementFile:
    """Read a file of scores and one of weights; raises LogRefused for the first 1,000 faults of both together."""
    scored = open_rows(path, COLUMNS, (CONFLICT,))
    opened = [scored] if weights is None else [scored, open_rows(weights, WEIGHT_COLUMNS)]
    ballot, faults = Ballot(), Faults()
    duplicate = sum(_judge(row, ballot, faults) for row in scored.rows())
    first: dict[int, Row] = {}
    for weighed in opened[1:]:
        duplicate += sum(_weigh(row, ballot, first, faults) for row in weighed.rows())
    given = {} if faults.count else _weights(ballot, first, faults)
    files, rows = tuple(each.manifest for each in opened), sum(each.manifest.rows for each in opened)
    faults.check(files, rows, duplicate)
    return JudgementFile(ballot.judgements(given), files, rows, duplicate, _warnings(opened, duplicate))


def _warnings(opened: list[RowFile], duplicate: int) -> tuple[str, ...]:
    found = [f"{each.manifest.name}: the column {name!r} was not read." for each in opened for name in each.unread]
    if duplicate:
        found.append(f"{duplicate:,} rows say again what an earlier row says; they count once.")
    return tuple(found)


def _judge(row: Row, ballot: Ballot, faults: Faults) -> bool:
    """Take one row into the ballot; True when it says again what another said."""
    before = faults.count
    conflict = faults.read(row, CONFLICT, conflict_of)
    score = faults.read(row, "score", score_of)
    person = faults.read(row, "panelist", lambda text: ballot.panelists.mention(name_of(text)))
    item = faults.read(row, "item", lambda text: ballot.items.mention(name_of(text)))
    declared = conflict and not row.cells["criterion"].strip() and score is None
    criterion = None if declared else faults.read(row, "criterion", lambda text: ballot.criteria.mention(name_of(text)))
    if faults.count > before or person is None or item is None:
        return False
    known = (person, item) in ballot.conflicts
    if conflict:
        ballot.conflicts.add((person, item))
    if criterion is None:
        return known
    place = (person, item, criterion)
    if place not in ballot.scores:
        ballot.scores[place] = score
        return False
    if ballot.scores[place] == score:
        return True
    other = ballot.scores[place]
    faults.add(
        row.file,
        row.line,
        "score",
        row.cells["score"],
        Fault(
            f"The same panelist, use case and criterion stand in an earlier row with "
            f"{'no score' if other is None else f'the score {other}'}",
            "Keep the row that holds",
        ),
    )
    return False


def _weigh(row: Row, ballot: Ballot, first: dict[int, Row], faults: Faults) -> bool:
    """Take one row of points into the ballot; True when it says again what another said."""
    person = faults.read(row, "panelist", lambda text: ballot.panelists.known(name_of(text)))
    criterion = faults.read(row, "criterion", lambda text: ballot.criteria.known(name_of(text)))
    points = faults.read(row, "points", points_of)
    if person is None or criterion is None or points is None:
        return False
    first.setdefault(person, row)
    mine = ballot.points.setdefault(person, {})
    if criterion not in mine:
        mine[criterion] = points
        return False
    if mine[criterion] == points:
        return True
    fault = Fault(
        f"The same panelist and criterion stand in an earlier row with {mine[criterion]:g} points",
        "Keep the row that holds",
    )
    faults.add(row.file, row.line, "points", row.cells["points"], fault)
    return False


def _weights(ballot: Ballot, first: Mapping[int, Row], faults: Faults) -> dict[int, Mapping[str, float]]:
    """The weights of everyone who gave points; faults are told at the person's first row."""
    found: dict[int, Mapping[str, float]] = {}
    for person, row in first.items():
        try:
            found[person] = ballot.weigh(person)
        except Fault as fault:
            faults.add(row.file, row.line, "panelist", row.cells["panelist"], fault)
    return found
