"""Keep how a log of events is read, and keep what a map held against one says."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from attending.ledger.actions import take_turn
from attending.program.actions.record import check, check_organisation, log
from attending.program.models import Person, Site, UseCase
from attending.program.rules import Act, Refused
from attending.sources.events import EventMapping
from attending.workflow.models import LogMapping, MapVersion, RealityCheck
from attending.workflow.queries.reality import newest_mapping
from attending.workflow.reality_reading import Checked
from attending.workflow.rules.reality import to_document

MAPPING: str = "Event log"


def require_right(acting: Person, use_case: UseCase) -> None:
    """Raise NotAllowed unless the person may hold a map of this use case against a log; asked before one is read."""
    check(acting, Act.CHECK_REALITY, use_case)


@transaction.atomic
def keep_mapping(acting: Person, use_case: UseCase, mapping: EventMapping, *, name: str = MAPPING) -> LogMapping:
    """Keep which column means what; one that says the same as the newest of its name is that one."""
    check(acting, Act.CHECK_REALITY, use_case)
    if not name.strip():
        raise Refused("Give the mapping a name, such as the system the log comes from.")
    take_turn()
    document = mapping.to_document()
    standing = newest_mapping(use_case, name.strip())
    if standing is not None and standing.document == document:
        return standing
    record = LogMapping.objects.create(
        use_case=use_case, name=name.strip(), document=document, saved_by=acting, saved_at=timezone.now()
    )
    log(acting, "event_log.mapped", record, {"use_case": use_case.key, **document})
    return record


@transaction.atomic
def record_check(
    acting: Person, version: MapVersion, mapping: LogMapping, found: Checked, *, site: Site | None = None
) -> RealityCheck:
    """Keep what a log says of a version of a map: counts with their denominators, small ones withheld."""
    use_case = version.care_map.use_case
    check(acting, Act.CHECK_REALITY, use_case)
    if mapping.use_case_id != use_case.pk:
        raise Refused("The mapping belongs to another use case; map the columns of this log first.")
    if site is not None:
        check_organisation(acting, site.organisation_id)
    told = found.kept.check
    if told.first is None or told.last is None:
        raise Refused("The log holds no event, so there is nothing to keep.")
    record = RealityCheck.objects.create(
        version=version,
        site=site,
        mapping=mapping,
        source=found.source,
        source_sha256=found.sha256,
        first_at=_moment(told.first, told.time_zone),
        last_at=_moment(told.last, told.time_zone),
        cases=told.cases,
        events=found.read,
        loaded=found.loaded,
        results=to_document(found.kept),
        checked_by=acting,
        checked_at=timezone.now(),
    )
    payload = {
        "version": version.pk,
        "map_sha256": version.sha256,
        "source_sha256": found.sha256,
        "cases": told.cases,
        "events": found.read,
        "loaded": found.loaded,
    }
    log(acting, "reality.checked", record, payload)
    return record


def _moment(day: str, zone: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, ZoneInfo(zone))
