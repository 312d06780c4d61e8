"""What a vendor's document claims, and how each claim stands. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from attending.cards import chai, hti1
from attending.cards.chai import CardFinding, FieldKind, ModelCard, parse_value, said
from attending.cards.chai.checking import says_nothing
from attending.inventory.models import DocumentKind, Verdict
from attending.program.rules import Refused

LONGEST_ANSWER: Final = 8_000


class Standing(StrEnum):
    """How a claim stands, the most urgent first."""

    CONTRADICTED = "contradicted"
    ABSENT = "absent"
    CLAIMED = "claimed"
    CHECKED = "checked"

    @property
    def label(self) -> str:
        """The standing in words."""
        return _STANDINGS[self]


_STANDINGS: Final = {
    Standing.CONTRADICTED: "Does not hold here",
    Standing.ABSENT: "Vendor says nothing",
    Standing.CLAIMED: "Claimed only",
    Standing.CHECKED: "Checked here",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim as it is to be kept."""

    path: str
    label: str
    text: str
    weakness: str
    measures: bool


def standing_of(text: str, verdict: str | None) -> Standing:
    """How a claim stands by its text and the newest verdict on it; what is absent cannot have been checked."""
    if verdict == Verdict.CONTRADICTED:
        return Standing.CONTRADICTED
    if verdict == Verdict.HOLDS:
        return Standing.CHECKED
    return Standing.ABSENT if is_absent(text) else Standing.CLAIMED


def is_absent(text: str) -> bool:
    """Whether a vendor says nothing: blank, JSON null, or words such as "N/A"."""
    return not text.strip() or text.strip() == "null" or says_nothing(text)


def statements_of(card: ModelCard) -> list[Statement]:
    """Every claim of a card, with what is weak about it."""
    weak: dict[tuple[str, str], list[CardFinding]] = {}
    for finding in chai.findings(card):
        weak.setdefault((finding.path, finding.label), []).append(finding)
    return [
        Statement(
            path,
            label,
            text,
            " ".join(dict.fromkeys(each.sentence for each in weak.get((path, label), ()))),
            chai.fields()[path].kind is FieldKind.RESULTS,
        )
        for path, label, text in card.statements()
    ]


def statements_from_answers(dsi: hti1.Dsi, answers: Mapping[str, str]) -> list[Statement]:
    """Every attribute of a sort with its answer. Refused for what is no attribute, a text too long, or no answer."""
    known = {each.id: each for each in hti1.attributes(dsi)}
    unknown = next((key for key in answers if key not in known), None)
    if unknown is not None:
        raise Refused(f"{unknown} is no source attribute of this sort; begin with the list that is handed out.")
    too_long = next((key for key, text in answers.items() if len(text) > LONGEST_ANSWER), None)
    if too_long is not None:
        length = len(answers[too_long])
        raise Refused(
            f"The answer to {known[too_long].title} has {length:,} characters; at most {LONGEST_ANSWER:,} are kept."
        )
    if not any(text.strip() for text in answers.values()):
        raise Refused("There is no answer yet; write what the vendor says, and leave the rest empty.")
    return [Statement(key, "", answers.get(key, ""), "", False) for key in known]


def fingerprint(answers: Mapping[str, str]) -> str:
    """Answers as SHA-256 in hexadecimal digits, so that the same answers are the same document."""
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()


def title_of(kind: str, path: str, label: str) -> str:
    """What a claim is about: the field or the attribute, or the label of a metric result."""
    if kind == DocumentKind.HTI1:
        known = hti1.catalog().attributes.get(path)
        return known.title if known else path
    field = chai.fields().get(path)
    return label.strip() or (field.title if field else path)


def section_of(kind: str, path: str) -> str:
    """Under which heading a claim stands."""
    if kind == DocumentKind.HTI1:
        known = hti1.catalog().attributes.get(path)
        return hti1.group_title(known) if known else "Other"
    return chai.section_title(path.rpartition("/")[0]) if "/" in path else "Bibliography"


def shown(text: str, *, measures: bool) -> str:
    """A claim's text in words: a metric result with its interval, any other to the letter."""
    return said(parse_value(text)) if measures else text


def check_verdict(text: str, verdict: Verdict, *, has_result: bool, reference: str, finding: str) -> None:
    """Raise Refused unless a check says against what, and what was found."""
    if is_absent(text):
        raise Refused("The vendor says nothing here, so there is nothing to check; it stands on the list of questions.")
    if not has_result and not reference.strip():
        raise Refused("Choose the measure result you held it against, or name the document.")
    if not finding.strip():
        raise Refused(f"Write what was found; \u201c{verdict.label.lower()}\u201d alone convinces nobody later.")


def counts(standings: Sequence[Standing]) -> Mapping[Standing, int]:
    """How many claims stand how; every standing has its number."""
    return {each: standings.count(each) for each in Standing}
