"""What a spreadsheet of use cases is held against; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from attending.program.models import EnterprisePriority, Organisation, Person, StrategicAnswer, UseCase
from attending.program.models.use_cases import Question
from attending.sources.spreadsheet import CellFault, SpreadsheetRow
from attending.strategy.models import SpreadsheetImport
from attending.strategy.rules.importing import THESIS, Judged, Known, judge


def own_import(person: Person, uid: UUID) -> SpreadsheetImport:
    """A person's own import; raises SpreadsheetImport.DoesNotExist for anybody else's."""
    return SpreadsheetImport.objects.select_related("organisation").get(person=person, uid=uid)


def known(organisation: Organisation) -> Mapping[str, Known]:
    """Every use case by its key, with every answer that was given to the strategic questions."""
    answers = Prefetch("answers", StrategicAnswer.objects.all())
    return {
        each.key: Known(
            each.title,
            {name: getattr(each, name) for name in THESIS},
            each.kind,
            each.priority_id,
            frozenset((Question(answer.question), answer.answer) for answer in each.answers.all()),
        )
        for each in UseCase.objects.filter(organisation=organisation).prefetch_related(answers)
    }


def judged(held: SpreadsheetImport) -> Judged:
    """Every row of an import, as things stand now."""
    organisation = held.organisation
    priorities = {
        each.title.casefold(): each.pk for each in EnterprisePriority.objects.filter(organisation=organisation)
    }
    return judge(rows_of(held.rows), known(organisation), priorities)


def rows_of(document: Sequence[Mapping[str, Any]]) -> list[SpreadsheetRow]:
    """The rows of an import from plain JSON."""
    return [
        SpreadsheetRow(row["number"], row["values"], tuple(CellFault(**fault) for fault in row["faults"]))
        for row in document
    ]
