"""A small house with a closed panel, estimates and a data feed that two use cases wait for, and its roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from attending.accounts.models import User
from attending.program.actions import capabilities, people, use_cases
from attending.program.models import Capability, Discipline, Person, Seat, Unit, UseCase
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.use_cases import Kind
from attending.strategy.actions.effort import Estimate, estimate_effort
from attending.strategy.actions.panel.closing import close_round
from attending.strategy.actions.planning import make_plan
from attending.strategy.actions.planning_jobs import ask_for_study
from attending.strategy.actions.roadmaps import open_roadmap
from attending.strategy.actions.wishes import wish
from attending.strategy.jobs import perform
from attending.strategy.models import Panel, Plan, Roadmap, WishKind
from attending.strategy.rules.quarters import later, quarter_of
from attending.strategy.rules.roadmap_limits import CarryingLimits, to_document
from tests.integration.house import House
from tests.integration.strategy.panels import begun, by_title, judges, score, weigh

TITLES = ("Falls", "Sepsis on wards", "Letters", "Bleeds")
SCORES = {"falls": 8, "sepsis": 7, "letters": 4, "bleeds": 6}
QUARTERS = 4
FEED = "Vital signs feed"
ENABLER = "connect-the-monitors"


@dataclass
class World:
    """The house, its chief nurse and another committee member who sign, its panel and what it planned."""

    house: House
    chief_nurse: Person
    member: Person
    panel: Panel
    feed: Capability
    enabler: UseCase

    def case(self, title: str) -> UseCase:
        return UseCase.objects.get(title=title)

    def open(self, **changes: Any) -> Roadmap:
        """A roadmap from this quarter on, with 100 thousand and 100 clinician hours a quarter unless told otherwise."""
        return open_roadmap(self.house.cmio, **{**self.asked(), **changes})

    def asked(self) -> dict[str, Any]:
        return {
            "title": "Clinical AI",
            "panel": self.panel,
            "first_quarter": this_quarter(),
            "quarters": QUARTERS,
            "limits": limits(),
        }

    def planned(self, **changes: Any) -> Plan:
        """A roadmap with its plan of record."""
        return make_plan(self.house.cmio, self.open(**changes))

    def studied(self, plan: Plan) -> Plan:
        """The same with all that is found out about it."""
        job = ask_for_study(self.house.cmio, plan)
        assert job is not None
        assert perform(job.pk)
        return plan


def this_quarter() -> date:
    return quarter_of(timezone.localdate())


def quarter(at: int) -> date:
    """The first day of a quarter of the plan."""
    return later(this_quarter(), at)


def limits(quarters: int = QUARTERS, **changes: Any) -> CarryingLimits:
    amounts = {
        "money": (100.0,) * quarters,
        "clinician_hours": (100.0,) * quarters,
        "platform_days": (None,) * quarters,
    }
    return CarryingLimits(**{**amounts, "load": 5, **changes})


def estimate(**changes: Any) -> Estimate:
    """One quarter of work that takes half of what there is, unless told otherwise."""
    values: dict[str, Any] = {
        "gate_quarters": 0,
        "duration_quarters": 1,
        "money": 50.0,
        "clinician_hours": 50.0,
        "platform_days": 10.0,
        "reach": 4.0,
        "source": "A project that was alike.",
        "change_loads": {},
    }
    return Estimate(**{**values, **changes})


def build_world(house: House) -> World:
    """Falls and Sepsis on wards need a feed that only enabling work builds; two judges scored."""
    jury = judges(house, 2)
    panel = begun(house, TITLES, jury, rounds=1)
    for judge in jury:
        weigh(judge, panel)
        score(judge, panel, by_title(**SCORES))
    close_round(house.cmio, panel)
    feed = feed_of(house)
    enabler = enabler_of(house, feed)
    for title in ("Falls", "Sepsis on wards"):
        capabilities.link_capability(house.cmio, UseCase.objects.get(title=title), feed, Relation.NEEDS)
    unit = Unit.objects.get()
    for title in TITLES:
        estimate_effort(house.cmio, UseCase.objects.get(title=title), estimate(change_loads={unit: 2}))
    return World(house, *_signers(house), Panel.objects.get(pk=panel.pk), feed, enabler)


def feed_of(house: House) -> Capability:
    """The feed that is wished for."""
    return Capability.objects.filter(name=FEED).first() or capabilities.name_capability(
        house.cmio,
        name=FEED,
        kind=CapabilityKind.DATA_FEED,
        state=CapabilityState.WISHED,
        description="Vital signs within minutes.",
    )


def enabling(title: str) -> use_cases.Thesis:
    """Work without AI of its own."""
    return use_cases.Thesis(
        title=title,
        kind=Kind.ENABLING,
        problem="Nobody has the data.",
        burden_lifted="Nurses who type numbers twice.",
        burden_added="Two wards for a month.",
        alternative="Type faster.",
    )


def enabler_of(house: House, feed: Capability) -> UseCase:
    """The enabling work that builds it, estimated."""
    enabler = use_cases.propose_use_case(house.cmio, enabling("Connect the monitors"))
    capabilities.link_capability(house.cmio, enabler, feed, Relation.BUILDS)
    estimate_effort(house.cmio, enabler, estimate(reach=0.0))
    return enabler


def bare(house: House, panel: Panel) -> Plan:
    """A planned roadmap of enabling work alone, with a wish, made past the action that asks for a closed panel."""
    enabler = enabler_of(house, feed_of(house))
    roadmap = Roadmap.objects.create(
        organisation=house.cmio.organisation,
        title="Clinical AI",
        panel=panel,
        first_quarter=this_quarter(),
        quarters=QUARTERS,
        limits=to_document(limits()),
        opened_by=house.cmio,
        opened_at=timezone.now(),
    )
    wish(house.cmio, roadmap, WishKind.MUST, enabler, reason="Everybody waits for it.")
    return make_plan(house.cmio, roadmap)


def _signers(house: House) -> tuple[Person, Person]:
    found = []
    for name, discipline, seat in (
        ("Nell Nurse", Discipline.NURSING, Seat.COMMITTEE_MEMBER),
        ("Bo Board", Discipline.EXECUTIVE, Seat.BOARD_MEMBER),
    ):
        login = User.objects.create_user(name.lower().replace(" ", "-"), password=None, printed_name=name)
        person = people.add_person(house.administrator, printed_name=name, discipline=discipline, user_id=login.pk)
        people.seat_person(house.administrator, person, seat)
        found.append(person)
    return found[0], found[1]
