"""The CHAI Applied Model Card: read, checked, compared and written again without loss."""

from attending.cards.chai.catalog import Field, FieldKind, fields, namespace, section_title
from attending.cards.chai.checking import CardFinding, Flaw, findings
from attending.cards.chai.difference import Change, changes
from attending.cards.chai.model import CardProblem, CardRefused, MetricResult, ModelCard
from attending.cards.chai.reading import ReadCard, read_card
from attending.cards.chai.values import EstimateCi, MeanSd, Other, Single, Value, parse_value, said
from attending.cards.chai.writing import write_card

__all__ = [
    "CardFinding",
    "CardProblem",
    "CardRefused",
    "Change",
    "EstimateCi",
    "Field",
    "FieldKind",
    "Flaw",
    "MeanSd",
    "MetricResult",
    "ModelCard",
    "Other",
    "ReadCard",
    "Single",
    "Value",
    "changes",
    "fields",
    "findings",
    "namespace",
    "parse_value",
    "read_card",
    "said",
    "section_title",
    "write_card",
]
