"""Write a card as XML in version 0.2: every element in the order of the format, every text to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from attending.cards.chai.catalog import Field, FieldKind, children, fields, namespace, root_name
from attending.cards.chai.model import CardProblem, CardRefused, ModelCard

# What XML 1.0 cannot hold, not even as a reference (section 2.2 of the recommendation).
_IMPOSSIBLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser would read a carriage return as a line feed, unless it is written as a reference (section 2.11).
_REFERENCES: Final = {"\r": "&#13;"}


def write_card(card: ModelCard) -> bytes:
    """The file of a card in UTF-8; reading it gives the same card.

    Raises CardRefused for a card that lacks what every card has, holds what XML cannot, or is signed: its signature
    vouches for the file as it came, so hand on that file, or take ``signed`` off first.
    """
    problems = list(_problems(card))
    if problems:
        raise CardRefused(problems)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root_name()} xmlns="{escape(namespace())}">']
    lines += _section(card, "", 1)
    lines += [f"</{root_name()}>", ""]
    return "\n".join(lines).encode()


def _problems(card: ModelCard) -> Iterator[CardProblem]:
    if card.signed:
        yield CardProblem("Signature", 0, "a signed card is not written anew; hand on the file as it came")
    for path in (*card.texts, *card.lists, *card.results):
        if path not in fields():
            yield CardProblem(path, 0, "no card has this field")
    for path, known in fields().items():
        if not known.optional and not card.has(path):
            yield CardProblem(path, 0, "the field is missing; every card has it, if only empty")
        if known.kind is FieldKind.RESULTS and path in card.results and not card.results[path]:
            yield CardProblem(path, 0, "it holds no result; the format asks for one at least")
        if any(_IMPOSSIBLE.search(text) for text in _texts(card, known)):
            yield CardProblem(path, 0, "it holds a character that XML cannot hold; write the text anew")


def _texts(card: ModelCard, known: Field) -> Iterator[str]:
    yield card.texts.get(known.path, "")
    yield from card.lists.get(known.path, ())
    for result in card.results.get(known.path, ()):
        yield result.label
        yield result.value_json


def _section(card: ModelCard, path: str, depth: int) -> Iterator[str]:
    indent = "\t" * depth
    for name in children()[path]:
        below = f"{path}/{name}".lstrip("/")
        known = fields().get(below)
        if known is None:
            yield f"{indent}<{name}>"
            yield from _section(card, below, depth + 1)
            yield f"{indent}</{name}>"
        elif card.has(below):
            yield from _field(card, known, depth)


def _field(card: ModelCard, known: Field, depth: int) -> Iterator[str]:
    indent = "\t" * depth
    if known.kind is FieldKind.TEXT:
        yield f"{indent}{_leaf(known.name, card.texts[known.path])}"
        return
    if not card.lists.get(known.path) and not card.results.get(known.path):
        yield f"{indent}{_leaf(known.name, '')}"
        return
    yield f"{indent}<{known.name}>"
    for text in card.lists.get(known.path, ()):
        yield f"{indent}\t{_leaf(known.item, text)}"
    for result in card.results.get(known.path, ()):
        yield f"{indent}\t<MetricResult>"
        yield f"{indent}\t\t{_leaf('Label', result.label)}"
        yield f"{indent}\t\t{_leaf('ValueJson', result.value_json)}"
        yield f"{indent}\t</MetricResult>"
    yield f"{indent}</{known.name}>"


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(text, _REFERENCES)}</{name}>"
