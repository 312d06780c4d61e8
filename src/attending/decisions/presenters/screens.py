"""The sheet that is signed: shown, and kept as the text that was on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from attending.decisions.models import Meaning, Packet, Proposal
from attending.decisions.presenters.packets import packet_view
from attending.decisions.presenters.times import stamp
from attending.decisions.rules.options import Option
from attending.decisions.rules.packets import sha256
from attending.decisions.rules.statements import signs_as, statement
from attending.program.models import Person

# fmt: off
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
        "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "figure", "figcaption",
        "details", "summary", "blockquote", "br"
    }
)
# fmt: on
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees before signing: as HTML, as text, and the SHA-256 of the text."""

    html: SafeString
    text: str
    sha256: str
    statement: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    text: str
    owner: str
    due: str


def screen(
    proposal: Proposal,
    packet: Packet,
    *,
    person: Person,
    seat: str,
    option: Option,
    meaning: Meaning,
    reason: str,
    dissent: str,
    conditions: Sequence[ConditionRow],
    on_behalf_of: str = "",
) -> Screen:
    """The sheet for one vote: what is asked and chosen, the exact statement, and the whole packet.

    ``on_behalf_of`` is the printed name of whoever holds the seat, where the signer does not.
    """
    said = statement(
        printed_name=person.printed_name,
        seat=seat,
        discipline=person.discipline,
        meaning=meaning,
        choice=option.label,
        packet_sha256=packet.sha256,
        version=packet.version,
        on_behalf_of=on_behalf_of,
    )
    context = {
        "question": proposal.question,
        "subject": proposal.subject_label,
        "due": stamp(proposal.due_at) if proposal.due_at else "no date",
        "if_nothing": proposal.if_nothing,
        "option": option,
        "reason": reason,
        "dissent": dissent,
        "conditions": conditions,
        "statement": said,
        "printed_name": person.printed_name,
        "seat": signs_as(seat, person.discipline),
        "on_behalf_of": on_behalf_of,
        "meaning": meaning.label,
        "packet": packet_view(packet),
    }
    html = render_to_string("decisions/sheet.html", context)
    text = visible_text(html)
    return Screen(mark_safe(html), text, sha256(text), said)  # noqa: S308 (rendered by our own template just above)


class _VisibleText(HTMLParser):
    """Collects the text of a page; of a drawing its title and description, which are what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0
        self._drawing = 0
        self._said = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "svg":
            self._drawing += 1
        elif self._drawing and tag in {"title", "desc"}:
            self._said += 1
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "svg":
            self._drawing -= 1
        elif self._drawing and tag in {"title", "desc"}:
            self._said -= 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent and (not self._drawing or self._said):
            self.parts.append(data)


def visible_text(html: str) -> str:
    """The text of a piece of HTML, one line for each block, spaces collapsed."""
    parser = _VisibleText()
    parser.feed(html)
    parser.close()
    lines = (re.sub(r"\s+", " ", line).strip() for line in re.split(r"\n", "".join(parser.parts)))
    return "\n".join(line for line in lines if line)
