"""A panel's judgements in one TOML file: scores, conflicts, weights, value scales and the number of places.

top = 2

[scores."A. Okafor"."Sepsis alert"]
benefit = 8
equity = 6

[conflicts]
"A. Okafor" = ["Discharge letters"]

[weights."A. Okafor"]
benefit = 100
equity = 60

[scales]
equity = [[1, 0], [5, 0.7], [9, 1]]
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from attending.analytics.preference import ValueScale
from attending.sources.judgement_ballot import Ballot, JudgementFile
from attending.sources.judgement_cells import Fault, name_of, points_of, score_of
from attending.sources.judgement_rows import Faults
from attending.sources.report import FileManifest, refusal

_PARTS: Final = ("top", "scores", "conflicts", "weights", "scales")
_LARGEST: Final = 64 * 2**20


class _Reader:
    """Reads one file; every fault is noted under the dotted name of its place."""

    def __init__(self, file: str, document: Mapping[str, Any]) -> None:
        self.file = file
        self.document = document
        self.ballot = Ballot()
        self.faults = Faults()

    def table(self, value: Any, *place: str) -> Mapping[str, Any]:
        """A table; noted, and empty, where it is something else."""
        if isinstance(value, Mapping):
            return value
        self.fault(Fault("This should be a table", f"Write [{'.'.join(place)}] and its entries below"), value, *place)
        return {}

    def fault(self, fault: Fault, value: Any, *place: str) -> None:
        """Note what is wrong at a place."""
        self.faults.add(self.file, None, ".".join(place), None if value is None else str(value), fault)

    def number(self, value: Any) -> str:
        """A number as the cell readers take it; text, dates and booleans never pass for one."""
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else f"{value!r}"

    def scores(self) -> None:
        """Every score of [scores.PANELIST.ITEM]."""
        for panelist, items in self.table(self.document.get("scores", {}), "scores").items():
            for item, given in self.table(items, "scores", panelist).items():
                for criterion, value in self.table(given, "scores", panelist, item).items():
                    try:
                        place = (
                            self.ballot.panelists.mention(name_of(panelist)),
                            self.ballot.items.mention(name_of(item)),
                            self.ballot.criteria.mention(name_of(criterion)),
                        )
                        self.ballot.scores[place] = score_of(self.number(value))
                    except Fault as fault:
                        self.fault(fault, value, "scores", panelist, item, criterion)

    def conflicts(self) -> None:
        """The use cases of [conflicts] that a person does not judge."""
        for panelist, items in self.table(self.document.get("conflicts", {}), "conflicts").items():
            if not isinstance(items, list):
                self.fault(Fault("This should be a list of use cases", 'Write ["..."]'), items, "conflicts", panelist)
                continue
            for item in items:
                try:
                    self.ballot.conflicts.add(
                        (self.ballot.panelists.mention(name_of(panelist)), self.ballot.items.known(str(item)))
                    )
                except Fault as fault:
                    self.fault(fault, item, "conflicts", panelist)

    def weights(self) -> dict[int, Mapping[str, float]]:
        """The weights of [weights.PANELIST], from points."""
        found: dict[int, Mapping[str, float]] = {}
        for panelist, given in self.table(self.document.get("weights", {}), "weights").items():
            before = self.faults.count
            mine: dict[int, float] = {}
            for criterion, value in self.table(given, "weights", panelist).items():
                try:
                    mine[self.ballot.criteria.known(criterion)] = points_of(self.number(value))
                except Fault as fault:
                    self.fault(fault, value, "weights", panelist, criterion)
            try:
                person = self.ballot.panelists.known(panelist)
                self.ballot.points[person] = mine
                if self.faults.count == before:
                    found[person] = self.ballot.weigh(person)
            except Fault as fault:
                self.fault(fault, None, "weights", panelist)
        return found

    def scales(self) -> dict[str, ValueScale]:
        """The value scales of [scales]."""
        found: dict[str, ValueScale] = {}
        for criterion, points in self.table(self.document.get("scales", {}), "scales").items():
            try:
                self.ballot.criteria.known(criterion)
                found[criterion] = ValueScale(tuple((float(score), float(worth)) for score, worth in points))
            except Fault as fault:
                self.fault(fault, criterion, "scales", criterion)
            except (TypeError, ValueError) as problem:
                rule = str(problem).removesuffix(".") if "scale" in str(problem) else "This should be a list of points"
                self.fault(Fault(rule, "Write points such as [[1, 0], [5, 0.7], [9, 1]]"), points, "scales", criterion)
        return found

    def top(self) -> int | None:
        """How many there is room for; None where the file does not say."""
        value = self.document.get("top")
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
            return value
        self.fault(Fault("The number of places is a whole number from 1", "Write top = 5"), value, "top")
        return None


def read_toml(path: Path) -> JudgementFile:
    """Read the file; raises LogRefused that names the place of each fault, and keeps nothing."""
    if not path.is_file():
        raise refusal("There is no such file", "Check the path", file=path.name)
    if path.stat().st_size > _LARGEST:
        raise refusal(f"The file is larger than {_LARGEST:,} bytes", "Give it as CSV", file=path.name)
    content = path.read_bytes()
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refusal("The file is not UTF-8 text", "Save it as UTF-8", file=path.name) from None
    except tomllib.TOMLDecodeError as problem:
        raise refusal(f"The file is not TOML: {problem}", "Correct it there", file=path.name) from None
    reader = _Reader(path.name, document)
    for name in document:
        if name not in _PARTS:
            reader.fault(Fault("The file has a part of this name", f"Use {', '.join(_PARTS)}"), None, name)
    reader.scores()
    reader.conflicts()
    weights, scales, top = reader.weights(), reader.scales(), reader.top()
    rows = len(reader.ballot.scores)
    if not rows and not reader.faults.count:
        raise refusal("The file holds no scores", 'Write them below [scores."PANELIST"."USE CASE"]', file=path.name)
    manifest = FileManifest(path.name, rows, len(content), hashlib.sha256(content).hexdigest(), "not verifiable")
    reader.faults.check((manifest,), rows, 0)
    return JudgementFile(reader.ballot.judgements(weights), (manifest,), rows, 0, (), top, scales)
