"""Declare an impact evaluation before its data are seen, hand over its aggregates, and retire it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from attending.analytics.records import to_record
from attending.ledger.actions import append, take_turn
from attending.ledger.canonical import Json
from attending.program.actions.record import check, log, name_of
from attending.program.models import OutcomeMeasure, Person, UseCase
from attending.program.rules import Act, Refused
from attending.review.compute import versions
from attending.review.models import Design, ImpactEvaluation, ImpactRun
from attending.review.queries import impact
from attending.review.rules import impact_settings
from attending.review.rules.impact_evaluate import Evaluated, evaluate
from attending.review.rules.impact_reading import read_cells
from attending.review.rules.impact_settings import Settings


def check_declaration(acting: Person, use_case: UseCase, design: Design, settings: Settings) -> None:
    """Raise unless this person may declare an evaluation like this; nothing is changed."""
    check(acting, Act.PLAN_REVIEW, use_case)
    impact_settings.check(design, settings)


@transaction.atomic
def declare(
    acting: Person,
    use_case: UseCase,
    design: Design,
    settings: Settings,
    *,
    reason: str,
    outcome_measure: OutcomeMeasure | None = None,
) -> ImpactEvaluation:
    """Fix what is compared with what. It is never edited: another one is declared, and this one retired."""
    check_declaration(acting, use_case, design, settings)
    if outcome_measure is not None and outcome_measure.use_case_id != use_case.pk:
        raise Refused("This outcome belongs to another use case.")
    if not reason.strip():
        raise Refused("Write why it is evaluated like this; it stands beside the result.")
    evaluation = ImpactEvaluation.objects.create(
        use_case=use_case,
        outcome_measure=outcome_measure,
        title=settings.outcome[:200],
        design=design,
        settings=to_record(settings),
        reason=reason.strip(),
        declared_by=acting,
        declared_at=timezone.now(),
    )
    payload: dict[str, Json] = {"use_case": use_case.pk, "design": str(design), "settings": to_record(settings)}
    log(acting, "impact.declared", evaluation, payload)
    return evaluation


@transaction.atomic
def retire(acting: Person, evaluation: ImpactEvaluation, *, reason: str) -> ImpactEvaluation:
    """Take an evaluation out of use; what it found stays readable."""
    check(acting, Act.PLAN_REVIEW, evaluation.use_case)
    if not reason.strip():
        raise Refused("Write why it is retired; whoever finds the result later will ask.")
    take_turn()
    standing = ImpactEvaluation.objects.select_for_update(of=("self",), no_key=True).get(pk=evaluation.pk)
    _in_force(standing)
    standing.retired_at, standing.retired_by, standing.retired_reason = timezone.now(), acting, reason.strip()
    standing.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    log(acting, "impact.retired", standing, {"reason": standing.retired_reason})
    return standing


@transaction.atomic
def hand_over(acting: Person, evaluation: ImpactEvaluation, *, name: str, content: bytes) -> tuple[ImpactRun, bool]:
    """Read aggregates, estimate by the declared design and keep the result; with False when this file is the newest.

    Raises DataRefused, and keeps nothing, where anything in the file is wrong.
    """
    check(acting, Act.RECORD_MEASURES, evaluation.use_case)
    take_turn()
    standing = ImpactEvaluation.objects.select_for_update(of=("self",), no_key=True).get(pk=evaluation.pk)
    _in_force(standing)
    digest = hashlib.sha256(content).hexdigest()
    newest = impact.newest_run(standing)
    if newest is not None and newest.source_sha256 == digest:
        return newest, False
    settings = impact.settings_of(standing)
    cells = read_cells(content, settings)
    found = evaluate(Design(standing.design), settings, cells)
    payload: dict[str, Json] = {"source_sha256": digest, "versions": {**versions()}, "verdict": found.verdict}
    entry = append("impact.evaluated", object=name_of(standing), actor=name_of(acting), payload=payload)
    run = ImpactRun.objects.create(
        evaluation=standing,
        data={"cells": to_record(cells)},
        document=_document(found),
        quarters=to_record(found.quarters.quarters) if found.quarters else [],
        source=name[:200],
        source_sha256=digest,
        versions=versions(),
        run_by=acting,
        run_at=timezone.now(),
        ledger_seq=entry.seq,
    )
    return run, True


def _document(found: Evaluated) -> dict[str, Any]:
    promise = to_record(found.quarters) if found.quarters else None
    return {
        "answer": found.told.answer,
        "verdict": found.verdict,
        "result": to_record(found.result),
        "promise": promise,
        "promise_note": found.quarters_note,
    }


def _in_force(evaluation: ImpactEvaluation) -> None:
    if evaluation.retired_at is not None:
        raise Refused("This evaluation is retired. Declare another one.")
