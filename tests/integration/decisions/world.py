"""A small health system with people in seats, and a breach to decide about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from attending.accounts.models import User
from attending.accounts.reauthentication import AuthenticationEvidence, challenge
from attending.accounts.reauthentication.evidence import PASSWORD_AND_TOTP, base64url
from attending.decisions import actions, queries
from attending.decisions.actions import SigningResult
from attending.decisions.models import Delegation, Meaning, Proposal
from attending.program.models import (
    AiModel,
    Deployment,
    Discipline,
    ModelVersion,
    Organisation,
    Person,
    Seat,
    SeatHolding,
    Site,
    Unit,
    UseCase,
)

SCREEN = "What is asked, the packet, and the statement, as text."
_numbers = count(1)

DOCUMENT: dict[str, Any] = {
    "title": "Sepsis alert: calibration breached its stop limit",
    "asked": "Continue, continue with conditions, or pause?",
    "summary": [["O:E", "1.41 (1.22 to 1.63), n 4,301"], ["Stop limit", "1.30"]],
    "sections": [
        {"heading": "What changed", "text": "Observed to expected deaths rose from 1.02 to 1.41 since March."},
        {"heading": "Window", "rows": [["Period", "2026-03 to 2026-08"], ["Labelled", "4,301 of 4,420"]]},
        {
            "heading": "By month",
            "table": {
                "columns": ["Month", "O:E", "n"],
                "rows": [["2026-03", "1.12", "701"], ["2026-04", "1.31", "688"]],
            },
        },
        {"heading": "More", "links": [["The whole review", "/reviews/1/"]]},
    ],
}

OPTIONS: list[dict[str, Any]] = [
    {"key": "continue", "label": "Continue", "effect": "The alert stays live.", "meaning": "responsibility"},
    {
        "key": "change",
        "label": "Change with conditions",
        "effect": "The alert stays live while the conditions are met.",
        "conditions_required": True,
    },
    {
        "key": "pause",
        "label": "Pause",
        "effect": "The alert stops at once.",
        "reason_required": True,
        "reasons": ["The stop limit was breached", "Harm was reported"],
    },
]


@dataclass
class World:
    """People by role; ``cmio`` and ``owner`` are clinicians, ``operations`` is not."""

    organisation: Organisation
    use_case: UseCase
    deployment: Deployment
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def add(self, name: str, discipline: Discipline, *seats: Seat, on_use_case: bool = True) -> Person:
        printed = f"{name.capitalize()} {self.organisation.pk}"
        user = User.objects.create_user(f"{name}{self.organisation.pk}", password=None, printed_name=printed)
        person = Person.objects.create(
            organisation=self.organisation, user=user, printed_name=printed, discipline=discipline
        )
        for seat in seats:
            use_case = self.use_case if on_use_case else None
            SeatHolding.objects.create(person=person, seat=seat, use_case=use_case, started_on=date(2026, 1, 5))
        self.people[name] = person
        return person

    def propose(self, **changes: Any) -> Proposal:
        values: dict[str, Any] = {
            "kind": "test.question",
            "subject": f"deployment:{self.deployment.pk}",
            "subject_label": "Sepsis alert on 4 West",
            "question": "Should the sepsis alert go on?",
            "options": OPTIONS,
            "proposed_by": None,
            "answerable": [self.owner],
            "eligible_seats": [Seat.CMIO, Seat.OPERATIONAL_OWNER, Seat.NURSING_LEAD],
            "quorum": 2,
            "clinical_quorum": 1,
            "protective_choice": "pause",
            "due_at": timezone.now() + timedelta(days=2),
            "if_nothing": "The alert stays live and the breach stays open.",
            "key": f"breach:{next(_numbers)}",
            "document": DOCUMENT,
            "policy_version": "2026-1",
        }
        return actions.propose(**{**values, **changes})

    def by_discipline(self, **changes: Any) -> Proposal:
        """A question that nursing and medicine answer; the bedside nurse is asked by name and holds no seat."""
        if "bedside" not in self.people:
            self.add("bedside", Discipline.NURSING)
        asked = {"disciplines": ["nursing", "medicine"], "answerable": [self.owner, self.bedside], "eligible_seats": []}
        return self.propose(**{**asked, **changes})

    def delegate(self, giver: str, receiver: str, seat: str = "", **changes: Any) -> Delegation:
        """``giver`` lets ``receiver`` sign from a seat (their usual one) for a week, whatever is asked."""
        today = timezone.localdate()
        values: dict[str, Any] = {
            "delegate": self.people[receiver],
            "seat": seat or SEATS[giver],
            "use_case": None,
            "kinds": [],
            "first_day": today,
            "last_day": today + timedelta(days=6),
            "reason": "On leave",
        }
        return actions.delegate(self.people[giver], **{**values, **changes})

    def also_owns(self, who: str) -> UseCase:
        """A second use case, which somebody is clinical owner of too."""
        values = {each.attname: getattr(self.use_case, each.attname) for each in UseCase._meta.concrete_fields}
        second = UseCase.objects.create(**{**values, "id": None, "key": "falls", "title": "Falls"})
        SeatHolding.objects.create(
            person=self.people[who], seat=Seat.CLINICAL_OWNER, use_case=second, started_on=date(2026, 1, 5)
        )
        return second

    def condition(self, owner: Person | None = None) -> dict[str, Any]:
        due_on = (timezone.localdate() + timedelta(days=30)).isoformat()
        return {"text": "Recalibrate the model", "owner": (owner or self.operations).pk, "due_on": due_on}


def build(name: str = "") -> World:
    organisation = Organisation.objects.create(name=name or f"Lakeside {next(_numbers)}")
    unit = Unit.objects.create(site=Site.objects.create(organisation=organisation, name="Main"), name="4 West")
    model = AiModel.objects.create(
        organisation=organisation, name="Sepsis model", maker="In-house", intended_use="Alert"
    )
    version = ModelVersion.objects.create(ai_model=model, version="2.1", released_on=date(2026, 1, 1))
    founder = Person.objects.create(
        organisation=organisation, printed_name="Founder", discipline=Discipline.EXECUTIVE, active=True
    )
    use_case = UseCase.objects.create(
        organisation=organisation,
        key="sepsis",
        title="Sepsis alert",
        kind="predictive",
        problem="Late recognition of sepsis",
        proposed_by=founder,
        proposed_on=date(2026, 1, 1),
    )
    deployment = Deployment.objects.create(
        use_case=use_case, unit=unit, model_version=version, state="silent", state_since=timezone.now()
    )
    world = World(organisation, use_case, deployment)
    world.add("owner", Discipline.MEDICINE, Seat.CLINICAL_OWNER)
    world.add("cmio", Discipline.INFORMATICS, Seat.CMIO, on_use_case=False)
    world.add("operations", Discipline.OPERATIONS, Seat.OPERATIONAL_OWNER)
    world.add("nurse", Discipline.NURSING, Seat.NURSING_LEAD)
    world.add("platform", Discipline.TECHNOLOGY, Seat.PLATFORM_OWNER)
    return world


SEATS = {
    "owner": Seat.CLINICAL_OWNER,
    "cmio": Seat.CMIO,
    "operations": Seat.OPERATIONAL_OWNER,
    "nurse": Seat.NURSING_LEAD,
    "platform": Seat.PLATFORM_OWNER,
}


def evidence_for(person: Person, intent: dict[str, Any], *, at: datetime | None = None) -> AuthenticationEvidence:
    """What ``password_and_totp`` gives when password and code were right."""
    assert person.user is not None
    return AuthenticationEvidence(
        user_id=person.user.pk,
        components=PASSWORD_AND_TOTP,
        at=at or timezone.now(),
        challenge=base64url(challenge(intent)),
    )


def ballot(world: World, proposal: Proposal, who: str, choice: str, **changes: Any) -> dict[str, Any]:
    """The arguments of ``prepare`` for one person's vote."""
    meaning = next((each["meaning"] for each in proposal.options if each["key"] == choice), Meaning.APPROVAL)
    values: dict[str, Any] = {
        "acting": world.people[who],
        "seat": SEATS.get(who, ""),
        "choice": choice,
        "reason": "The stop limit was breached",
        "conditions": [world.condition()] if choice == "change" else [],
        "meaning": meaning,
        "packet_sha256": queries.newest_packet(proposal).sha256,
        "rendered": SCREEN,
        "dissent": "",
    }
    return {**values, **changes}


def sign(world: World, proposal: Proposal, who: str, choice: str, *, key: str = "", **changes: Any) -> SigningResult:
    """Confirm and sign, as the page does."""
    proposal.refresh_from_db()
    values = ballot(world, proposal, who, choice, **changes)
    intent = actions.prepare(proposal, **values)
    return actions.sign(
        proposal,
        **values,
        evidence=evidence_for(values["acting"], intent),
        intent=intent,
        idempotency_key=key or f"form-{next(_numbers)}",
    )
