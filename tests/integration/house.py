"""A small health system set up through the rooms' own actions, and people who sign."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from attending.accounts.models import User
from attending.governance.actions.thresholds import Terms, agree_threshold
from attending.governance.models import OversightThreshold
from attending.program.actions import deployments, organisation, people, use_cases
from attending.program.actions.measures import Measured, Source, record_measures
from attending.program.models import Deployment, Discipline, MeasureBatch, Person, Seat, UseCase
from attending.program.models.deployments import State
from attending.program.models.use_cases import Kind
from tests.integration.kept import kept
from tests.integration.passing import pass_gate
from tests.integration.signing import sign

__all__ = ["House", "begin_with_house", "build_house", "outcome", "sign", "thesis"]


@dataclass
class House:
    """People by the seat they hold; the sponsor and the owner are physicians, operations is not clinical."""

    administrator: Person
    cmio: Person
    sponsor: Person
    owner: Person
    operations: Person
    platform: Person
    safety: Person
    nurse: Person
    use_case: UseCase
    deployment: Deployment

    def agree(self, **changes: Any) -> OversightThreshold:
        """An AUROC threshold on everyone, stop below 0.7 and warn below 0.75, unless told otherwise."""
        values: dict[str, Any] = {
            "measure": "auroc",
            "window_months": 3,
            "minimum_n": 100,
            "silence_days": 45,
            "warn_low": 0.75,
            "stop_low": 0.7,
            "pause_authority": self.owner,
            "deputy": self.safety,
            "answer_within_hours": 24,
            "agreed_action": "Pause and recalibrate.",
        }
        return agree_threshold(self.owner, self.deployment, Terms(**{**values, **changes}))

    def measure(self, value: float | None, *, end: date | None = None, n: int = 400, **changes: Any) -> MeasureBatch:
        """Record one AUROC over the three months that end with the month of ``end`` (last month by default)."""
        last = end or timezone.localdate().replace(day=1) - timedelta(days=1)
        index = last.year * 12 + last.month - 3
        first = date(index // 12, index % 12 + 1, 1)
        source = Source(
            name="log.parquet",
            sha256=uuid.uuid4().hex * 2,
            period_start=first,
            period_end=last,
            rows_read=max(n, 1),
            rows_loaded=n,
        )
        result: dict[str, Any] = {
            "measure": "auroc",
            "attribute": "overall",
            "level": "all",
            "period_start": first,
            "period_end": last,
            "n": n,
            "events": n // 5,
            "value": value,
            "low": None if value is None else value - 0.02,
            "high": None if value is None else value + 0.02,
            "reason": "" if value is not None else "No events among the labelled.",
        }
        return record_measures(self.platform, self.deployment, source, [Measured(**{**result, **changes})])


def thesis(title: str, **changes: Any) -> use_cases.Thesis:
    """What a use case proposes, with all that every use case names."""
    values: dict[str, Any] = {
        "title": title,
        "kind": Kind.PREDICTIVE,
        "problem": "It is seen late, every night, on every ward.",
        "burden_lifted": "Patients who wait.",
        "burden_added": "The charge nurse, who reads one more list.",
        "alternative": "Look twice a night.",
    }
    return use_cases.Thesis(**{**values, **changes})


def outcome(name: str = "Time to antibiotics", **changes: Any) -> use_cases.Outcome:
    """A measure of value that lacks nothing: from 90 to 60 minutes within four quarters."""
    values: dict[str, Any] = {
        "name": name,
        "unit": "minutes",
        "baseline": 90.0,
        "baseline_n": 400,
        "baseline_period": "2025",
        "baseline_source": "Chart review",
        "target": 60.0,
        "horizon_quarters": 4,
        "minimum_effect": 10.0,
        "how_measured": "Chart review, each month.",
        "who_pays": "Hospital Medicine",
        "who_benefits": "Patients with sepsis",
    }
    return use_cases.Outcome(**{**values, **changes})


def build_house() -> House:
    """Found it, seat everybody, and bring one deployment live."""

    def login(name: str) -> int:
        return User.objects.create_user(name.lower().replace(" ", "-"), password=None, printed_name=name).pk

    administrator = organisation.found_organisation(
        "Harbour Health", printed_name="Ada Admin", user_id=login("Ada Admin"), discipline=Discipline.TECHNOLOGY
    )

    def person(name: str, discipline: Discipline) -> Person:
        return people.add_person(administrator, printed_name=name, discipline=discipline, user_id=login(name))

    cmio = person("Cleo Cmio", Discipline.INFORMATICS)
    people.seat_person(administrator, cmio, Seat.CMIO)
    unit = organisation.add_unit(administrator, organisation.add_site(administrator, "Main"), "4 West")
    use_case = use_cases.propose_use_case(cmio, thesis("Sepsis alert", problem="Sepsis is recognised late."))
    seats = {
        "sponsor": ("Sam Sponsor", Discipline.MEDICINE, Seat.EXECUTIVE_SPONSOR),
        "owner": ("Olga Owner", Discipline.MEDICINE, Seat.CLINICAL_OWNER),
        "operations": ("Omar Operations", Discipline.OPERATIONS, Seat.OPERATIONAL_OWNER),
        "platform": ("Pat Platform", Discipline.TECHNOLOGY, Seat.PLATFORM_OWNER),
        "safety": ("Sue Safety", Discipline.QUALITY_SAFETY, Seat.SAFETY_OFFICER),
        "nurse": ("Nia Nurse", Discipline.NURSING, Seat.NURSING_LEAD),
    }
    seated = {}
    for role, (name, discipline, seat) in seats.items():
        seated[role] = person(name, discipline)
        people.seat_person(administrator, seated[role], seat, use_case)
    version = deployments.register_version(
        cmio,
        use_case,
        name="Sepsis model",
        maker="In-house",
        intended_use="Alert",
        version="2.1",
        released_on=date(2026, 1, 1),
    )
    deployment = deployments.plan_deployment(
        cmio, use_case, unit=unit, model_version=version, action_threshold=Decimal("0.5")
    )
    house = House(administrator=administrator, cmio=cmio, use_case=use_case, deployment=deployment, **seated)
    deployments.change_state(cmio, deployment, State.SILENT, reason="Ready")
    pass_gate(house, deployment, State.LIVE)
    deployment.refresh_from_db(fields=["state", "state_since"])
    return house


begin_with_house = kept(build_house, guarded=False)
