"""What becomes of each row of a spreadsheet of use cases: loaded, here already, or to be corrected. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.text import slugify

from attending.program.models.use_cases import Kind, Question
from attending.sources.spreadsheet import CellFault, Heading, SpreadsheetRow
from attending.strategy.rules.intake import QUESTIONS

HEADINGS: Final = (
    Heading("title", "Title"),
    Heading("problem", "Problem"),
    Heading("alternative", "Without AI"),
    Heading("burden_lifted", "Burden lifted"),
    Heading("burden_added", "Burden added"),
    Heading("kind", "Sort of AI"),
    Heading("priority", "Enterprise priority", needed=False),
    Heading("enterprise_problem", "How it serves the priority", needed=False),
    Heading("dependencies", "What must be true first", needed=False),
    Heading("leaders", "Who owns the next decisions", needed=False),
    Heading("value", "How lasting value is known", needed=False),
    Heading("capability", "What it leaves behind", needed=False),
)
LABELS: Final = {heading.key: heading.label for heading in HEADINGS}
THESIS: Final = ("problem", "alternative", "burden_lifted", "burden_added")
EXAMPLE: Final[Mapping[str, str]] = {
    "title": "Example: Read suspected brain bleeds first",
    "problem": "At night a head scan waits fifty minutes for a reader; one in twenty shows a bleed.",
    "alternative": "A second night reader.",
    "burden_lifted": "The patient whose bleed waits behind routine scans.",
    "burden_added": "Radiologists, interrupted by false flags.",
    "kind": str(Kind.IMAGING.label),
    "priority": "",
    "enterprise_problem": "",
    "dependencies": "Routing from the scanner.",
    "leaders": "",
    "value": "Minutes from scan to read.",
    "capability": "",
}
LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4_000
MOST_BAD: Final = 0.01
"""The share of bad rows up to which the good ones may be loaded."""

_KINDS: Final = {name.casefold(): kind for kind in Kind for name in (str(kind), str(kind.label))}


@dataclass(frozen=True, slots=True)
class Known:
    """A use case that is here already."""

    title: str
    values: Mapping[str, str]
    kind: str
    priority: int | None
    answers: frozenset[tuple[Question, str]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be loaded."""

    number: int
    key: str
    values: Mapping[str, str]
    kind: Kind
    priority: int | None
    answers: Mapping[Question, str]


@dataclass(slots=True)
class Judged:
    """Every row once: read = ready + duplicates + refused. ``faults`` has each refused row with what is wrong."""

    ready: list[Ready] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    faults: dict[int, tuple[CellFault, ...]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return len(self.ready) + len(self.duplicates) + len(self.faults)

    def blocked(self, *, all_or_nothing: bool) -> str:
        """Why nothing can be loaded; empty when it can."""
        if not self.read:
            return "There is no use case in it yet. Write one in each row below the headings, and hand it over again."
        if not self.faults:
            return "" if self.ready else "Every row is here already, so loading would change nothing."
        if all_or_nothing:
            return "You asked for all or nothing, and some rows are bad."
        if len(self.faults) > MOST_BAD * self.read:
            return f"More than {MOST_BAD:.0%} of the rows are bad, so something may be wrong with all of them."
        return "" if self.ready else "No further row can be loaded."


def is_example(row: SpreadsheetRow) -> bool:
    """Whether a row is the example of the template, as it was handed out."""
    return dict(row.values) == EXAMPLE


def judge(rows: Sequence[SpreadsheetRow], known: Mapping[str, Known], priorities: Mapping[str, int]) -> Judged:
    """Hold every row against the rules and against what is here; ``priorities`` are numbers by title in lower case."""
    judged = Judged()
    ready = []
    for row in rows:
        faults = (*row.faults, *_faults(row.values, priorities))
        if faults:
            judged.faults[row.number] = faults
        else:
            ready.append(_ready(row, priorities))
    contents: dict[str, Counter[tuple[object, ...]]] = {}
    for each in ready:
        contents.setdefault(each.key, Counter())[_content(each)] += 1
    seen: set[str] = set()
    for each in ready:
        if len(contents[each.key]) > 1:
            rule = "The same title comes again in this file with other content"
            judged.faults[each.number] = (_title(each, rule, "Keep the row that is true, or tell the titles apart"),)
        elif each.key in known:
            _hold_against(each, known[each.key], judged)
        elif each.key in seen:
            judged.duplicates.append(each.number)
        else:
            judged.ready.append(each)
        seen.add(each.key)
    judged.faults = dict(sorted(judged.faults.items()))
    return judged


def _faults(values: Mapping[str, str], priorities: Mapping[str, int]) -> list[CellFault]:
    found = []
    for heading in HEADINGS:
        value = values[heading.key]
        longest = LONGEST_TITLE if heading.key == "title" else LONGEST_TEXT
        if heading.needed and not value:
            found.append(CellFault(heading.label, "", "The cell is empty", "Every use case names it; fill it in"))
        elif len(value) > longest:
            rule = f"The text has {len(value):,} characters; at most {longest:,} are kept"
            found.append(CellFault(heading.label, value, rule, "Shorten it"))
    title, kind, priority = values["title"], values["kind"], values["priority"]
    if title and not slugify(title):
        rule = "The title has no letter or digit"
        found.append(CellFault(LABELS["title"], title, rule, "Write what is to be achieved"))
    if kind and kind.casefold() not in _KINDS:
        fix = f"Write one of: {_listed(Kind.labels)}"
        found.append(CellFault(LABELS["kind"], kind, "There is no such sort of AI", fix))
    if priority and priority.casefold() not in priorities:
        fix = "Write the title of a priority as the portfolio has it, or leave the cell empty"
        found.append(CellFault(LABELS["priority"], priority, "There is no such enterprise priority", fix))
    return found


def _ready(row: SpreadsheetRow, priorities: Mapping[str, int]) -> Ready:
    values = row.values
    return Ready(
        number=row.number,
        key=slugify(values["title"])[:60],
        values=values,
        kind=_KINDS[values["kind"].casefold()],
        priority=priorities[values["priority"].casefold()] if values["priority"] else None,
        answers={question: values[name] for name, question in QUESTIONS.items() if values[name]},
    )


def _content(row: Ready) -> tuple[object, ...]:
    texts = tuple(row.values[name] for name in ("title", *THESIS))
    return (*texts, row.kind, row.priority, *sorted((str(key), text) for key, text in row.answers.items()))


def _hold_against(row: Ready, known: Known, judged: Judged) -> None:
    """Count the row as here already, or refuse it, naming what differs."""
    differing = [LABELS[name] for name in THESIS if row.values[name] != known.values[name]]
    differing += [LABELS["title"]] if row.values["title"] != known.title else []
    differing += [LABELS["kind"]] if row.kind != known.kind else []
    differing += [LABELS["priority"]] if row.priority != known.priority else []
    differing += [
        LABELS[name]
        for name, question in QUESTIONS.items()
        if question in row.answers and (question, row.answers[question]) not in known.answers
    ]
    if not differing:
        judged.duplicates.append(row.number)
        return
    rule = f"{known.title} is here already with other content: {_listed(differing)}"
    fix = "Change it on its page, or choose another title; a spreadsheet changes nothing that is here"
    judged.faults[row.number] = (_title(row, rule, fix),)


def _title(row: Ready, rule: str, fix: str) -> CellFault:
    return CellFault(LABELS["title"], row.values["title"], rule, fix)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(str(name) for name in names)
