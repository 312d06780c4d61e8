"""A binder, ready to read: its sections, their items, and under each item the evidence that is relevant to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.analytics.catalogs.frameworks import Framework, Item
from attending.frameworks.models import KeptElsewhere
from attending.frameworks.presenters import words
from attending.frameworks.queries.binders import Binder, BinderItem, KindEvidence
from attending.frameworks.rules.answers import Answer
from attending.ui import formats
from attending.ui.parts import Stat, Status

NOT_A_VERDICT = (
    "This binder lists relevant evidence. It does not say that anything is fulfilled; whoever asks for it judges that."
)
OUR_MAPPING = "Which evidence is relevant to which item is this program's judgement, not the publisher's."


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One kind of evidence under an item."""

    title: str
    url: str
    status: Status
    records: str
    age: str
    owners: str
    elsewhere: Sequence[str]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item that is asked. ``note`` says where its wording was not read at the publisher."""

    id: str
    title: str
    answer: Answer
    status: Status
    note: str
    prompts: Sequence[str]
    details: Sequence[tuple[str, str]]
    evidence: Sequence[EvidenceView]


@dataclass(frozen=True, slots=True)
class Section:
    """Items that stand under one heading."""

    heading: str
    items: Sequence[ItemView]


def sections(binder: Binder, only: str = "") -> Sequence[Section]:
    """The items by their headings, in the publisher's order; ``only`` those with this answer, or all."""
    found: dict[str, list[ItemView]] = {}
    for each in binder.items:
        if not only or each.answer == only:
            found.setdefault(_heading(binder.framework, each.item), []).append(_item(each))
    return [Section(heading, items) for heading, items in found.items()]


def _heading(framework: Framework, item: Item) -> str:
    parent = framework.item(item.parent) if item.parent else None
    if parent is not None:
        above = framework.item(parent.parent) if parent.parent else None
        own = _named(parent)
        return f"{above.title}: {own}" if above else own
    kind = item.kind.replace("_", " ").capitalize()
    return f"{kind}, {item.group.replace('_', ' ')}" if item.group else kind


def _named(parent: Item) -> str:
    """Its identifier and its title, once where one holds the other."""
    if parent.id.endswith(parent.title):
        return parent.id
    return parent.title if parent.title.startswith(parent.id) else f"{parent.id} {parent.title}"


def _item(found: BinderItem) -> ItemView:
    return ItemView(
        id=found.item.id,
        title=found.item.title,
        answer=found.answer,
        status=words.answer_status(found.answer),
        note=words.source_note(found.item),
        prompts=found.item.prompts,
        details=found.item.details,
        evidence=[_evidence(each) for each in found.evidence],
    )


def _evidence(found: KindEvidence) -> EvidenceView:
    return EvidenceView(
        title=found.kind.title,
        url=reverse("frameworks:kind", args=[found.kind.key]),
        status=words.answer_status(found.standing.answer),
        records=words.records(found.standing),
        age=words.age(found.standing),
        owners=words.owners(found),
        elsewhere=[elsewhere_line(each) for each in found.elsewhere],
    )


def elsewhere_line(kept: KeptElsewhere) -> str:
    """Where it lies, from when, and until when it counts."""
    whose = f" ({kept.use_case.title})" if kept.use_case else ""
    return (
        f"{kept.title}{whose}: {kept.where_kept}, of {formats.date(kept.as_of)}, "
        f"to be reviewed by {formats.date(kept.review_by)}"
    )


def stats(binder: Binder) -> Sequence[Stat]:
    """How many of all items have each answer that some item has."""
    total = formats.count(len(binder.items))
    return [
        Stat(answer.label, formats.count(binder.count(answer)), f"of {total} items")
        for answer in Answer
        if binder.count(answer)
    ]


def about(binder: Binder) -> list[tuple[str, str]]:
    """What the framework is, and as of when the evidence stands."""
    framework = binder.framework
    rows = [
        ("Framework", framework.title),
        ("Publisher", framework.publisher),
        ("Version", framework.version),
        ("Status", framework.status),
        ("Jurisdiction", framework.jurisdiction),
        ("Binds", framework.binds),
        ("Identifiers", framework.ids_are),
        ("Licence", framework.licence),
        ("Note", framework.note),
        ("Source", framework.source_url),
        ("For", binder.use_case.title if binder.use_case else "The whole organisation"),
        ("Evidence", words.surveyed(binder.survey)),
    ]
    return [row for row in rows if row[1]]
