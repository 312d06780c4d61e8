"""Make a survey: ask every room about every use case, keep what they say, and let the earlier one go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from attending.frameworks.models import Survey, SurveyedFinding
from attending.frameworks.queries import surveys
from attending.ledger.actions import append, take_turn
from attending.program.actions.record import check, log, name_of
from attending.program.models import Organisation, Person, Seat, UseCase
from attending.program.queries.seats import holders_of
from attending.program.registries import evidence
from attending.program.rules import Act

_BATCH = 50
ABANDONED_AFTER = timedelta(hours=2)


@transaction.atomic
def begin_survey(organisation: Organisation, *, acting: Person | None) -> Survey:
    """Begin a survey, or return the one that runs. ``acting`` None is the clock.

    One that has run for two hours was abandoned: it ends as it is, and its findings are never shown.
    """
    if acting is not None:
        check(acting, Act.RECORD_ELSEWHERE)
    take_turn()
    now = timezone.now()
    standing = surveys.running(organisation)
    if standing is not None and standing.begun_at > now - ABANDONED_AFTER:
        return standing
    if standing is not None:
        standing.finished_at = now
        standing.save(update_fields=["finished_at"])
    total = surveys.surveyed_use_cases(organisation).count()
    survey = Survey.objects.create(organisation=organisation, asked_by=acting, begun_at=now, total=total)
    if acting is None:
        append("evidence.survey_begun", object=name_of(survey), actor="system", payload={"use_cases": total})
    else:
        log(acting, "evidence.survey_begun", survey, {"use_cases": total})
    return survey


def make_survey(survey: Survey) -> Survey:
    """Read every use case, keep a few in each transaction, and finish; what was read already is not read again.

    Rooms are asked outside the transactions, which hold up all who write.
    """
    use_cases = list(surveys.surveyed_use_cases(survey.organisation)[: survey.total])
    for at in range(survey.done, survey.total, _BATCH):
        found = list(_asked(survey, use_cases[at : at + _BATCH]))
        with transaction.atomic():
            SurveyedFinding.objects.bulk_create(found)
            survey.done = min(at + _BATCH, survey.total)
            survey.save(update_fields=["done"])
    of_organisation = evidence.findings_of_organisation(survey.organisation)
    return _finish(survey, [_finding(survey, None, None, each) for each in of_organisation])


@transaction.atomic
def _finish(survey: Survey, of_organisation: list[SurveyedFinding]) -> Survey:
    take_turn()
    SurveyedFinding.objects.bulk_create(of_organisation)
    survey.finished_at = timezone.now()
    survey.save(update_fields=["finished_at"])
    SurveyedFinding.objects.filter(survey__organisation=survey.organisation).exclude(survey=survey).delete()
    payload = {"use_cases": survey.total, "findings": survey.findings.count()}
    append("evidence.surveyed", object=name_of(survey), actor="system", payload=payload)
    return survey


def _asked(survey: Survey, use_cases: list[UseCase]) -> Iterator[SurveyedFinding]:
    seated = holders_of(use_cases)
    for use_case in use_cases:
        owner = seated.get(use_case.pk, {}).get(Seat.CLINICAL_OWNER)
        for finding in evidence.findings(use_case):
            yield _finding(survey, use_case, owner, finding)


def _finding(
    survey: Survey, use_case: UseCase | None, owner: Person | None, found: evidence.Finding
) -> SurveyedFinding:
    return SurveyedFinding(
        survey=survey,
        use_case=use_case,
        item=found.item,
        title=found.title,
        state=found.state,
        summary=found.summary,
        as_of=found.as_of,
        link=found.link,
        owner=owner,
    )
