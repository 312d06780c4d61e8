"""The source attributes, and where a model card is likely to answer them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from attending.analytics.catalogs.frameworks import frameworks
from attending.cards.chai import FieldKind, ModelCard, fields, parse_value, said


class Dsi(StrEnum):
    """The two sorts of decision support intervention."""

    PREDICTIVE = "predictive"
    EVIDENCE_BASED = "evidence_based"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One source attribute: its paragraph in 45 CFR 170.315, its title in own words, and how it was verified.

    ``group`` is the paragraph it stands under, empty for evidence-based ones; ``card`` are fields of a CHAI card in
    which an answer is likely to stand, by this project's own reading.
    """

    id: str
    dsi: Dsi
    title: str
    group: str
    verified: str
    card: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The attributes and their groups, of which version, and what may become of them."""

    version: str
    status: str
    attributes: Mapping[str, Attribute]
    groups: Mapping[str, str]


@cache
def catalog() -> Catalog:
    """The attributes and their groups, as the frameworks have them."""
    framework = frameworks()["hti-1"]
    text = files(__package__).joinpath("card_fields.toml").read_text(encoding="utf-8")
    card_fields = {key: tuple(paths) for key, paths in tomllib.loads(text).items()}
    found = [
        Attribute(each.id, Dsi(each.group), each.title, each.parent, str(each.verified), card_fields.get(each.id, ()))
        for each in framework.items
        if each.kind == "attribute"
    ]
    return Catalog(
        framework.version,
        f"{framework.status[0].upper()}{framework.status[1:]}.",
        {each.id: each for each in found},
        {each.id: each.title for each in framework.items if each.kind == "group"},
    )


def attributes(dsi: Dsi = Dsi.PREDICTIVE) -> tuple[Attribute, ...]:
    """The attributes of one sort, in the order of the rule."""
    return tuple(each for each in catalog().attributes.values() if each.dsi is dsi)


def group_title(attribute: Attribute) -> str:
    """The title of the group an attribute stands in."""
    return catalog().groups.get(attribute.group, "Evidence-based interventions")


def answers_from_card(card: ModelCard) -> Mapping[str, str]:
    """What a card says where an answer to a predictive attribute is likely to stand, by attribute; blanks left out.

    A reader judges whether it answers: the two formats ask different questions.
    """
    found = {each.id: "\n\n".join(filter(None, (_said(card, path) for path in each.card))) for each in attributes()}
    return {key: text for key, text in found.items() if text}


def _said(card: ModelCard, path: str) -> str:
    match fields()[path].kind:
        case FieldKind.TEXT:
            return card.text(path).strip()
        case FieldKind.LIST:
            return ", ".join(card.lists.get(path, ()))
        case FieldKind.RESULTS:
            results = card.results.get(path, ())
            return "; ".join(f"{each.label}: {said(parse_value(each.value_json))}" for each in results)
