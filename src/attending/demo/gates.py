"""Gates of the demonstration: exceptions for what it does not build, questions, and signatures that prove nothing.

Everything is synthetic. Three gates are left as they stand in any program: one waits for a signature, one was returned,
and one was approved with a condition.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from attending.demo.signing import sign_as
from attending.governance.actions.gate_exceptions import ask_exceptions
from attending.governance.actions.gates import ask_gate
from attending.governance.models import Gate
from attending.governance.queries import gates as queries
from attending.governance.queries.gate_signers import holders_by_seat
from attending.governance.queries.gates import Subject
from attending.governance.rules.gate_questions import APPROVE_REASONS, GRANT_REASONS, eligible_seats
from attending.governance.rules.gates import EXCEPTION_DAYS, GRANT, Outcome
from attending.program.models import Deployment, Organisation, Person, Seat, Stage, UseCase
from attending.program.models.deployments import State

TO_BE_BROUGHT_IN: Final = "It came into the program in use. What is missing follows, and its unit answers until then."
ASKERS: Final = (
    Seat.OPERATIONAL_OWNER,
    Seat.PLATFORM_OWNER,
    Seat.NURSING_LEAD,
    Seat.EXECUTIVE_SPONSOR,
)
"""Who asks, the first that is held by somebody who does not have to approve."""
EXCEPTION_ASKERS: Final = (Seat.EXECUTIVE_SPONSOR, Seat.CMIO)
RETURNED: Final = "Those who will work with it were not heard"
GRANTERS: Final = (Seat.CLINICAL_OWNER, Seat.CMIO, Seat.SAFETY_OFFICER, Seat.COMPLIANCE_OFFICER)


def bring_to_stage(use_case: UseCase, stage: Stage, today: date) -> UseCase:
    """Take a use case through its gates to a stage, all with one exception for what is missing."""
    order = list(Stage)
    ahead = order[1 : order.index(stage) + 1]
    if ahead:
        except_missing(use_case, today)
    for gate in ahead:
        sign_gate(ask(use_case, gate), Outcome.APPROVE, today)
        use_case = UseCase.objects.get(pk=use_case.pk)
    return use_case


def put_into_use(
    deployment: Deployment, target: State, today: date, *, condition: str = "", days: int = EXCEPTION_DAYS
) -> None:
    """Take a deployment through its go-live gate, with a condition if one is given; its exceptions last ``days``."""
    except_missing(deployment, today, days)
    sign_gate(ask(deployment, target), Outcome.WITH_CONDITIONS if condition else Outcome.APPROVE, today, condition)


def ask(subject: Subject, target: str) -> Gate:
    """Ask for a gate."""
    use_case = queries.use_case_of(subject)
    needed = holders_by_seat(use_case, queries.rule_of(subject, target).seats)
    approving = {people[0].pk for people in needed.values() if people}
    asker = _first(use_case, ASKERS, besides=approving)
    return ask_gate(asker, subject, target, "What the policy asks is met, or excepted for a time (synthetic).")


def except_missing(subject: Subject, today: date, days: int = EXCEPTION_DAYS) -> None:
    """Have an exception granted for everything that the gates ahead require and that is not there."""
    items = [item for item, (line, _) in queries.lacking_items(subject, today).items() if line.until is None]
    if not items:
        return
    use_case = queries.use_case_of(subject)
    asker = _first(use_case, EXCEPTION_ASKERS)
    until = today + timedelta(days=days)
    proposal = ask_exceptions(asker, subject, items, reason=TO_BE_BROUGHT_IN, until=until)[0].proposal
    held = holders_by_seat(use_case, GRANTERS)
    granters = {people[0]: seat for seat, people in held.items() if people and people[0] != asker}
    for person, seat in list(granters.items())[:2]:
        sign_as(person, proposal, GRANT, reason=GRANT_REASONS[0], seat=seat)


def sign_gate(gate: Gate, choice: str, today: date, condition: str = "") -> None:
    """Sign from every seat that has to, and from others until the quorum is reached."""
    proposal = gate.proposal
    if proposal is None:
        raise ValueError("A gate that waits for evidence is not signed.")
    rule = queries.rule_of(gate.deployment or gate.use_case, gate.target)
    held = holders_by_seat(gate.use_case, eligible_seats(rule))
    signers: dict[int, tuple[Person, str]] = {}
    for seat, people in held.items():
        person = next((each for each in people if each.pk not in signers and each != proposal.proposed_by), None)
        if person is not None and (seat in rule.seats or len(signers) < rule.quorum):
            signers[person.pk] = (person, seat)
    due_on = (today + timedelta(days=60)).isoformat()
    for person, seat in signers.values():
        owner = _first(gate.use_case, (Seat.OPERATIONAL_OWNER, Seat.CLINICAL_OWNER)).pk
        conditions = [{"text": condition, "owner": owner, "due_on": due_on}] if condition else []
        reason = APPROVE_REASONS[0] if choice in {Outcome.APPROVE, Outcome.WITH_CONDITIONS} else RETURNED
        sign_as(person, proposal, choice, reason=reason, seat=seat, conditions=conditions)


def _first(use_case: UseCase, seats: tuple[Seat, ...], *, besides: set[int] | frozenset[int] = frozenset()) -> Person:
    held = holders_by_seat(use_case, seats)
    people = [person for seat in seats for person in held[seat] if person.pk not in besides]
    if not people:
        raise ValueError(f"Nobody of the demonstration could ask for {use_case}.")
    return people[0]


def leave_some_open(organisation: Organisation, today: date) -> None:
    """One gate that waits for a signature, and one that was returned for re-review."""
    found = UseCase.objects.filter(organisation=organisation)
    waiting = found.get(title="Forecast beds for tomorrow")
    ask(waiting, "deployment")
    returned = found.get(title="Draft replies to patients' messages")
    sign_gate(ask(returned, "controls"), Outcome.RETURN, today)
