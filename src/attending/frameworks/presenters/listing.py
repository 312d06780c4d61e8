"""Every framework with how far it is answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from attending.frameworks.presenters.words import answer_status
from attending.frameworks.queries.binders import Binder
from attending.frameworks.rules.answers import Answer
from attending.ui import formats
from attending.ui.parts import DataTable, Link, Status

_COLUMNS = ("Framework", "Items asked", *(answer.label for answer in Answer))


def table(binders: Sequence[Binder]) -> DataTable:
    """How many items each framework asks, and how many have which answer."""
    rows = [
        [
            Link(
                each.framework.short,
                reverse("frameworks:binder", args=[each.framework.key]),
                f"{each.framework.title}. {each.framework.version}; {each.framework.status}",
            ),
            formats.count(len(each.items)),
            *(formats.count(each.count(answer)) for answer in Answer),
        ]
        for each in binders
    ]
    return DataTable(
        _COLUMNS,
        rows,
        "Items by what is on record for them",
        numeric=tuple(range(1, len(_COLUMNS))),
        stacks=True,
    )


def legend() -> Sequence[tuple[Status, str]]:
    """What each answer means."""
    return [
        (answer_status(Answer.RELEVANT), "Every record that this could rest on is there and not out of date."),
        (answer_status(Answer.PARTLY), "Some of it is there; open the item to see whose is missing."),
        (answer_status(Answer.OLD), "There is a record, and all of it is past its day."),
        (answer_status(Answer.GAP), "Nothing is on record yet."),
        (answer_status(Answer.UNMAPPED), "No kind of evidence here is relevant to it."),
    ]
