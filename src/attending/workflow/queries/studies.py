"""Workload studies, read once a process each: one never changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db.models import Max, QuerySet

from attending.program.models import Deployment, Organisation
from attending.workflow.models import WorkloadStudy
from attending.workflow.rules.study import Studied, read_study


def _light() -> QuerySet[WorkloadStudy]:
    """Studies without what they hold: that is megabytes, and read once a process."""
    return WorkloadStudy.objects.defer("inputs", "results")


def studies_of(deployment: Deployment) -> Sequence[WorkloadStudy]:
    """The studies of a deployment, the newest first, without what they hold."""
    return list(_light().filter(deployment=deployment).select_related("made_by"))


def studied_on(deployments: Sequence[Deployment]) -> dict[int, datetime]:
    """When each of these deployments was studied last, by its number. One query."""
    made = WorkloadStudy.objects.filter(deployment__in=deployments).order_by().values_list("deployment")
    return dict(made.annotate(at=Max("made_at")).values_list("deployment", "at"))


def newest_study(deployment: Deployment) -> WorkloadStudy | None:
    """The newest study of a deployment."""
    return _light().filter(deployment=deployment).select_related("made_by").first()


def study(organisation: Organisation, pk: int) -> WorkloadStudy:
    """One study; raises WorkloadStudy.DoesNotExist."""
    return (
        _light()
        .select_related(
            "deployment__use_case__organisation",
            "deployment__unit__site",
            "deployment__model_version__ai_model",
            "made_by",
        )
        .get(deployment__use_case__organisation=organisation, pk=pk)
    )


def studied(record: WorkloadStudy) -> Studied:
    """What a study holds."""
    return _read(_Study(record))


class _Study:
    """A study that is the same as any other with its number and moment."""

    def __init__(self, record: WorkloadStudy) -> None:
        self.key = (record.pk, record.made_at)
        self.record = record

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Study) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)
def _read(kept: _Study) -> Studied:
    return read_study(kept.record.inputs, kept.record.results)
