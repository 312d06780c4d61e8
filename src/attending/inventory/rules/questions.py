"""What to ask a vendor: where it says nothing, says it weakly, or says what does not hold here. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from attending.inventory.rules.claims import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One claim with how it stands and what the newest check found."""

    section: str
    title: str
    reference: str
    text: str
    weakness: str
    standing: Standing
    found: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to send back: where it belongs, what is asked, and why."""

    section: str
    title: str
    reference: str
    question: str
    why: str


def questions(stated: Iterable[Stated]) -> list[Question]:
    """The questions in the order of the document; nothing is asked where a claim is whole and not contradicted."""
    return [question for each in stated if (question := _question(each)) is not None]


def _question(each: Stated) -> Question | None:
    if each.standing is Standing.CONTRADICTED:
        asked = f"You state: {each.text.strip()}. We found otherwise. How do you explain it, and what do you advise?"
        return Question(each.section, each.title, each.reference, asked, f"Here we found: {each.found}")
    if each.standing is Standing.ABSENT:
        why = each.weakness or "Nothing is said about it."
        return Question(each.section, each.title, each.reference, "Please tell us, or say why you cannot.", why)
    if each.weakness:
        asked = "Please give the value with its unit, its interval, and how many patients it rests on."
        return Question(each.section, each.title, each.reference, asked, each.weakness)
    return None


def as_markdown(heading: str, asked: Iterable[Question]) -> str:
    """The list as Markdown, to be put into a letter."""
    lines = [f"# {heading}", ""]
    section = None
    for number, each in enumerate(asked, 1):
        if each.section != section:
            section = each.section
            lines += [f"## {_escaped(section)}", ""]
        lines += [f"{number}. **{_escaped(each.title)}** ({_escaped(each.reference)}). {_escaped(each.question)}"]
        lines += [f"   {_escaped(each.why)}", "   Answer:", ""]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text of a vendor stays text: no heading, link or HTML of theirs gets into our letter."""
    flat = " ".join(text.split())
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|" else each for each in flat)
