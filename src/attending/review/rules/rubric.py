"""What reviewers judge a written draft by: criteria as people write them down, and as they are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from attending.analytics.records import from_record, to_record
from attending.program.rules import Refused

SEVERITIES: Final = ("minor", "moderate", "severe")
"""From the mildest to the gravest."""

MOST_CRITERIA: Final = 20
MOST_ANSWERS: Final = 8

_HEADING: Final = re.compile(r"\[([^\]]*)\](.*)")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a criterion. ``fails`` is None where it says that the criterion does not apply."""

    key: str
    label: str
    fails: bool | None
    severity: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question to a document; ``guidance`` says how to decide."""

    key: str
    title: str
    guidance: str
    answers: tuple[Answer, ...]


HOUSE_NAME: Final = "House rubric for written drafts"
"""A rubric to begin with. It was written for this product and is no published or validated instrument."""

HOUSE_TEXT: Final = """\
[accuracy] Is everything in the text supported by the record or the conversation?
Compare each statement with its source. What was made up counts, however plausible.
= Everything is supported
! minor: A detail is wrong that nobody would act on
! moderate: A wrong statement that could mislead a colleague
! severe: A wrong statement that could harm if acted on
[omission] Is what matters for the next step in it?
Ask what the next clinician or the patient needs. What was never said or done is no omission.
= Nothing that matters is missing
! minor: Something useful is missing
! moderate: Something is missing that would have to be asked for again
! severe: A missing fact could harm (allergy, red flag, planned follow-up)
[identity] Right patient, side, drug and dose?
Look at names, sides, drugs, doses, units and dates each by itself.
= All right, or none named
! moderate: A wrong date, unit or side that the context corrects
! severe: Wrong patient, side, drug or dose
[tone] Is it written as a colleague would sign it, or as this patient should read it?
= Yes
! minor: Clumsy or too long
! moderate: Judging, alarming, or not understandable for its reader
~ Not meant to be read by anybody but the writer
"""


def parse_rubric(text: str) -> tuple[Criterion, ...]:
    """The criteria a text describes.

    ``[key] title`` begins a criterion, plain lines below are its guidance, ``= label`` is an answer that passes,
    ``! severity: label`` one that fails, ``~ label`` one that says it does not apply. Raises Refused with the number
    of each line that cannot be read.
    """
    found: list[Criterion] = []
    problems: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        try:
            _read_line(line, found)
        except ValueError as problem:
            problems.append(f"Line {number}: {problem}")
    problems += _incomplete(found)
    if problems:
        raise Refused(" ".join(problems[:8]))
    return tuple(found)


def write_rubric(criteria: Sequence[Criterion]) -> str:
    """The text that ``parse_rubric`` reads back to the same criteria."""
    lines = []
    for each in criteria:
        lines.append(f"[{each.key}] {each.title}")
        lines += each.guidance.splitlines()
        for answer in each.answers:
            mark = "~" if answer.fails is None else f"! {answer.severity}:" if answer.fails else "="
            lines.append(f"{mark} {answer.label}")
    return "\n".join(lines) + "\n"


def read_rubric(document: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The criteria of a kept rubric."""
    return tuple(from_record(Criterion, each) for each in document)


def rubric_document(criteria: Sequence[Criterion]) -> list[Any]:
    """Criteria as they are kept."""
    return [to_record(each) for each in criteria]


def _read_line(line: str, found: list[Criterion]) -> None:
    heading = _HEADING.fullmatch(line)
    if heading:
        found.append(_criterion(heading[1].strip(), heading[2].strip(), found))
        return
    if not found:
        raise ValueError("begin with a criterion, such as [accuracy] Is everything true?")
    current = found[-1]
    if line[0] in "=!~":
        if len(current.answers) == MOST_ANSWERS:
            raise ValueError(f"a criterion has at most {MOST_ANSWERS} answers.")
        answer = _answer(line, f"{len(current.answers) + 1}")
        if answer.label in [each.label for each in current.answers]:
            raise ValueError(f"the answer “{answer.label}” is there already.")
        found[-1] = Criterion(current.key, current.title, current.guidance, (*current.answers, answer))
    elif current.answers:
        raise ValueError("guidance stands before the answers; an answer begins with =, ! or ~.")
    else:
        found[-1] = Criterion(current.key, current.title, f"{current.guidance}\n{line}".strip(), ())


def _criterion(key: str, title: str, found: Sequence[Criterion]) -> Criterion:
    if not _KEY.fullmatch(key):
        raise ValueError("the key between [ and ] is one word of small letters, digits and _, such as [wrong_dose].")
    if key in [each.key for each in found]:
        raise ValueError(f"the key {key} is there already.")
    if not title or len(title) > _LONGEST:
        raise ValueError(f"write the question after ], in at most {_LONGEST} characters.")
    if len(found) == MOST_CRITERIA:
        raise ValueError(f"a rubric has at most {MOST_CRITERIA} criteria.")
    return Criterion(key, title, "", ())


def _answer(line: str, key: str) -> Answer:
    mark, label = line[0], line[1:].strip()
    severity = ""
    if mark == "!":
        severity, colon, label = (part.strip() for part in label.partition(":"))
        if not colon or severity not in SEVERITIES:
            raise ValueError(f"a failure is written as ! severity: answer, with {', '.join(SEVERITIES)} as severity.")
    if not label or len(label) > _LONGEST:
        raise ValueError(f"write the answer in at most {_LONGEST} characters.")
    return Answer(key, label, {"=": False, "!": True, "~": None}[mark], severity)


def _incomplete(found: Sequence[Criterion]) -> list[str]:
    if not found:
        return ["A rubric has at least one criterion, such as [accuracy] Is everything true?"]
    problems = []
    for each in found:
        kinds = {answer.fails for answer in each.answers}
        if not {True, False} <= kinds:
            problems.append(f"[{each.key}] needs at least one answer that passes (=) and one that fails (!).")
    return problems
