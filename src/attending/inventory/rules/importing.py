"""What becomes of each row of an inventory that somebody keeps: added, here already, or to be mended. Pure.

All or nothing: an inventory with gaps that nobody sees is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Final

from attending.inventory.models import EntryKind
from attending.inventory.rules.entries import LONGEST, EntryFacts
from attending.program.rules import Refused
from attending.sources.spreadsheet import CellFault, Column, Heading, SpreadsheetRow

HEADINGS: Final = (
    Heading("name", "Name"),
    Heading("vendor", "Vendor", needed=False),
    Heading("version", "Version", needed=False),
    Heading("kind", "Sort of AI", needed=False),
    Heading("place", "Where it is used", needed=False),
    Heading("purpose", "What it is used for", needed=False),
    Heading("owner", "Who answers for it", needed=False),
    Heading("used_since", "Used since", needed=False),
    Heading("use_case", "Use case", needed=False),
)
LABELS: Final = {heading.key: heading.label for heading in HEADINGS}
DATES: Final = frozenset({"used_since"})
EXAMPLE: Final[Mapping[str, str]] = {
    "name": "Example: Chest X-ray triage",
    "vendor": "Example Imaging Inc.",
    "version": "3.2",
    "kind": str(EntryKind.IMAGING.label),
    "place": "Radiology, Main Hospital",
    "purpose": "Puts films with a suspected collapsed lung first in the reading list.",
    "owner": "Head of radiology",
    "used_since": "2025-03-01",
    "use_case": "",
}
_KINDS: Final = {text.casefold(): kind for kind in EntryKind for text in (str(kind), str(kind.label))}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "tool", "product", "application", "solution", "system", "algorithm", "model", "software", "title"),
    "vendor": ("vendor", "supplier", "manufacturer", "developer", "maker", "company"),
    "version": ("version", "release", "ver"),
    "kind": ("sort of ai", "kind", "type", "category", "class"),
    "place": ("where it is used", "where", "place", "location", "department", "site", "unit", "service", "facility"),
    "purpose": ("what it is used for", "what for", "purpose", "use", "description", "intended use", "function"),
    "owner": ("who answers for it", "owner", "contact", "responsible", "accountable", "sponsor", "lead", "champion"),
    "used_since": (
        "used since",
        "since",
        "go live",
        "go-live",
        "live date",
        "start",
        "date",
        "deployed",
        "implemented",
    ),
    "use_case": ("use case",),
}


def guess(columns: Sequence[Column]) -> dict[int, str]:
    """The key of each column whose heading speaks for itself; what is not guessed is left to the reader.

    A heading that is one of the words is taken before one that only holds it, and an earlier column before a later.
    """
    found: dict[int, str] = {}
    for fits in (_is, _holds):
        for key, words in _WORDS.items():
            if key in found.values():
                continue
            for column in columns:
                if column.number not in found and any(fits(column.label.casefold(), word) for word in words):
                    found[column.number] = key
                    break
    return dict(sorted(found.items()))


def _is(label: str, word: str) -> bool:
    return label == word


def _holds(label: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", label) is not None


def check_places(columns: Sequence[Column], places: Mapping[int, str]) -> dict[int, str]:
    """The columns that are read, by number. Raises Refused unless the name has one, none has two, and all are known."""
    chosen = {number: key for number, key in places.items() if key}
    if not set(chosen) <= {column.number for column in columns} or not set(chosen.values()) <= set(LABELS):
        raise Refused("The file has no such column, or an entry no such field; choose from the lists.")
    twice = next((key for key, count in Counter(chosen.values()).items() if count > 1), None)
    if twice is not None:
        raise Refused(f"Two columns are \u201c{LABELS[twice]}\u201d; choose one of them.")
    if "name" not in chosen.values():
        raise Refused(f"Choose the column that is \u201c{LABELS['name']}\u201d: without it nobody knows what a row is.")
    return chosen


@dataclass(frozen=True, slots=True)
class Known:
    """What an import is held against: entries by identity with what they say, and use cases by title in lower case."""

    entries: Mapping[str, tuple[EntryFacts, int | None]]
    use_cases: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be added."""

    number: int
    facts: EntryFacts
    use_case: int | None


@dataclass(slots=True)
class Judged:
    """Every row once: read = ready + duplicates + refused. ``faults`` has each refused row with what is wrong."""

    ready: list[Ready] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    faults: dict[int, tuple[CellFault, ...]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return len(self.ready) + len(self.duplicates) + len(self.faults)

    @property
    def blocked(self) -> str:
        """Why nothing can be loaded; empty when it can."""
        if not self.read:
            return "There is no row below the headings."
        if self.faults:
            count = len(self.faults)
            return f"{count} of {self.read} rows {'is' if count == 1 else 'are'} bad, and all rows come in or none."
        return "" if self.ready else "Every row is here already, so loading would change nothing."


def is_example(row: SpreadsheetRow) -> bool:
    """Whether a row is the example of the template, as it was handed out."""
    return dict(row.values) == EXAMPLE


def judge(rows: Sequence[SpreadsheetRow], known: Known, today: date) -> Judged:
    """Hold every row against the rules, against the other rows, and against what is here."""
    judged = Judged()
    ready: list[Ready] = []
    for row in rows:
        faults = (*row.faults, *_faults(row.values, known, today))
        if faults:
            judged.faults[row.number] = faults
        else:
            ready.append(_ready(row, known))
    contents: dict[str, Counter[tuple[EntryFacts, int | None]]] = {}
    for each in ready:
        contents.setdefault(each.facts.identity, Counter())[each.facts, each.use_case] += 1
    seen: set[str] = set()
    for each in ready:
        identity = each.facts.identity
        if len(contents[identity]) > 1:
            rule = "The same name, vendor and place come again in this file with other content"
            judged.faults[each.number] = (_name(each, rule, "Keep the row that is true, or tell the places apart"),)
        elif identity in known.entries:
            _hold_against(each, known.entries[identity], judged)
        elif identity in seen:
            judged.duplicates.append(each.number)
        else:
            judged.ready.append(each)
        seen.add(identity)
    judged.faults = dict(sorted(judged.faults.items()))
    return judged


def _faults(values: Mapping[str, str], known: Known, today: date) -> list[CellFault]:
    found = []
    if not values["name"]:
        found.append(CellFault(LABELS["name"], "", "The cell is empty", "Every row names an AI; fill it in"))
    for key, longest in LONGEST.items():
        if len(values[key]) > longest:
            rule = f"The text has {len(values[key]):,} characters; at most {longest:,} are kept"
            found.append(CellFault(LABELS[key], values[key], rule, "Shorten it"))
    kind, since, use_case = values["kind"], values["used_since"], values["use_case"]
    if kind and kind.casefold() not in _KINDS:
        fix = f"Write one of: {', '.join(str(label) for label in EntryKind.labels)}; or leave the cell empty"
        found.append(CellFault(LABELS["kind"], kind, "There is no such sort of AI", fix))
    day = _day(since)
    if since and day is None:
        fix = "Write the day as YYYY-MM-DD, such as 2025-03-01, or leave the cell empty"
        found.append(CellFault(LABELS["used_since"], since, "That is no day", fix))
    elif day is not None and day > today:
        fix = f"Write a day until today, {today.isoformat()}, or leave the cell empty"
        found.append(CellFault(LABELS["used_since"], since, "That day is yet to come", fix))
    if use_case and use_case.casefold() not in known.use_cases:
        fix = "Write the title of a use case as its page has it, or leave the cell empty"
        found.append(CellFault(LABELS["use_case"], use_case, "There is no such use case", fix))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _ready(row: SpreadsheetRow, known: Known) -> Ready:
    values = row.values
    facts = EntryFacts(
        name=values["name"],
        vendor=values["vendor"],
        version=values["version"],
        kind=_KINDS[values["kind"].casefold()] if values["kind"] else EntryKind.UNKNOWN,
        place=values["place"],
        purpose=values["purpose"],
        owner=values["owner"],
        used_since=_day(values["used_since"]),
    )
    return Ready(row.number, facts, known.use_cases[values["use_case"].casefold()] if values["use_case"] else None)


def _hold_against(row: Ready, known: tuple[EntryFacts, int | None], judged: Judged) -> None:
    """Count the row as here already, or refuse it, naming what differs."""
    facts, use_case = known
    mine, theirs = asdict(row.facts), asdict(facts)
    told = ("version", "kind", "purpose", "owner", "used_since")
    differing = [LABELS[key] for key in told if mine[key] != theirs[key]]
    differing += [LABELS["use_case"]] if row.use_case is not None and row.use_case != use_case else []
    if not differing:
        judged.duplicates.append(row.number)
        return
    rule = f"It is here already with other content: {', '.join(differing)}"
    fix = "Change it on its page, or leave the row out; a file changes nothing that is here"
    judged.faults[row.number] = (_name(row, rule, fix),)


def _name(row: Ready, rule: str, fix: str) -> CellFault:
    return CellFault(LABELS["name"], row.facts.name, rule, fix)
