"""Triggers that hold the rules of a decision in the database, whoever writes to it."""

from __future__ import annotations

from attending.decisions.condition_guards import CLOSURE, CONDITION
from attending.decisions.delegation_guards import DELEGATION, DELEGATION_END
from attending.decisions.guard_rules import NEWEST, OPEN, Rule, checks, dated, record
from attending.decisions.signature_guards import RECUSAL, SIGNATURE
from attending.ledger.guards import Guard, append_only, postgresql_refusals, sqlite_refusals
from attending.program.models import Discipline, Seat

_PROPOSAL_COLUMNS = (
    "id",
    "organisation_id",
    "use_case_id",
    "kind",
    "subject",
    "subject_label",
    "question",
    "options",
    "proposed_by_id",
    "proposed_at",
    "quorum",
    "clinical_quorum",
    "protective_choice",
    "answerable",
    "eligible_seats",
    "disciplines",
    "policy_version",
    "due_at",
    "if_nothing",
    "urgency",
    "key",
    "supersedes_id",
)
"""Every column but ``state``: a test compares the list with the model."""

_PROPOSAL_CHANGES = (
    Rule(
        "only_state",
        " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _PROPOSAL_COLUMNS),
        "a proposal is fixed once it is made; only its state changes",
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _PROPOSAL_COLUMNS),
    ),
    Rule(
        "closes_once",
        "NOT (OLD.state = NEW.state OR (OLD.state = 'open' AND ("
        "NEW.state = 'decided' AND EXISTS (SELECT 1 FROM decisions_decision d WHERE d.proposal_id = NEW.id) "
        "OR NEW.state = 'withdrawn' AND EXISTS (SELECT 1 FROM decisions_withdrawal w WHERE w.proposal_id = NEW.id))))",
        "a proposal leaves open once, with its decision or its withdrawal",
    ),
)


_DISCIPLINES = ", ".join(f"'{each}'" for each in sorted(Discipline.values))
_SEATS = ", ".join(f"'{each}'" for each in sorted(Seat.values))
_UNKNOWN = "EXISTS (SELECT 1 FROM {elements} d WHERE d.value NOT IN ({known}))"

_SEAT_THAT_MAY_NOT = "EXISTS (SELECT 1 FROM {options} WHERE t.value NOT IN ({known}) OR NOT {eligible})"


def _proposal() -> Guard:
    starts_open = Rule("starts_open", "NEW.state <> 'open'", "a proposal starts open")
    known = Rule(
        "disciplines_known",
        _UNKNOWN.format(elements="json_each(NEW.disciplines)", known=_DISCIPLINES),
        "a discipline that has to sign is one of those of the program",
        _UNKNOWN.format(elements="jsonb_array_elements_text(NEW.disciplines)", known=_DISCIPLINES),
    )
    seats = Rule(
        "seats_may_sign",
        _SEAT_THAT_MAY_NOT.format(
            options="json_each(NEW.options) o, json_each(o.value, '$.seats') t",
            eligible="EXISTS (SELECT 1 FROM json_each(NEW.eligible_seats) e WHERE e.value = t.value)",
            known=_SEATS,
        ),
        "a seat that has to sign is one of those that may",
        _SEAT_THAT_MAY_NOT.format(
            options="jsonb_array_elements(NEW.options) o, jsonb_array_elements_text(coalesce(o -> 'seats', '[]')) t",
            eligible="jsonb_exists(NEW.eligible_seats, t.value)",
            known=_SEATS,
        ),
    )
    base = append_only("decisions_proposal", unique=["key"])
    inserts = checks("decisions_proposal", "INSERT", (starts_open, known, seats), lock="")
    updates = checks("decisions_proposal", "UPDATE", _PROPOSAL_CHANGES, lock="")
    return Guard(
        "decisions_proposal",
        (*sqlite_refusals("decisions_proposal", "DELETE"), base.sqlite_sql[-1], *inserts[0], *updates[0]),
        (*postgresql_refusals("decisions_proposal", "DELETE", "TRUNCATE"), *inserts[1], *updates[1]),
    )


_NOT_ITS_TIME = (
    "EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id "
    "AND ({earlier} OR (NEW.version = 1 AND {later})))"
)

PACKET = record(
    "decisions_packet",
    (
        OPEN,
        Rule("next_version", "NEW.version <> coalesce(<newest>, 0) + 1", "a packet takes the next version"),
        Rule(
            "proposal_dated_back",
            _NOT_ITS_TIME.format(
                earlier="julianday(p.proposed_at) > julianday(NEW.sealed_at)",
                later="julianday(NEW.sealed_at) - julianday(p.proposed_at) > 1.0 / 1440",
            ),
            "a proposal is dated by its first packet, which is sealed with it",
            _NOT_ITS_TIME.format(
                earlier="p.proposed_at > NEW.sealed_at",
                later="NEW.sealed_at - p.proposed_at > interval '1 minute'",
            ),
        ),
        dated("sealed_at"),
    ),
    unique=[("proposal_id", "version")],
)

_PROPOSED = "NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id AND p.proposed_by_id {same})"

WITHDRAWAL = record(
    "decisions_withdrawal",
    (
        OPEN,
        Rule(
            "by_its_proposer",
            _PROPOSED.format(same="IS NEW.person_id"),
            "only whoever proposed it takes a proposal back",
            _PROPOSED.format(same="IS NOT DISTINCT FROM NEW.person_id"),
        ),
        dated("at"),
    ),
    unique=["proposal_id"],
)

_EMPTY_SEAT = (
    "EXISTS (SELECT 1 FROM decisions_proposal p, {options} o, {seats} t WHERE p.id = NEW.proposal_id "
    "AND {key} = NEW.outcome AND NOT EXISTS (SELECT 1 <for outcome> AND s.seat = t.value "
    "AND s.meaning IN ('approval', 'responsibility'))) AND NOT <protects>"
)
_UNHEARD = (
    "EXISTS (SELECT 1 FROM decisions_proposal p, {elements} d WHERE p.id = NEW.proposal_id "
    "AND NOT EXISTS (SELECT 1 <for outcome> AND s.discipline = {discipline} "
    "AND s.meaning IN ('approval', 'responsibility'))) AND NOT <protects>"
)

DECISION = record(
    "decisions_decision",
    (
        OPEN,
        NEWEST,
        Rule(
            "proposal_quorum",
            "NEW.quorum < (SELECT p.quorum FROM decisions_proposal p WHERE p.id = NEW.proposal_id) AND NOT <protects>",
            "a decision needs the quorum of its proposal",
        ),
        Rule(
            "reached",
            "(SELECT count(DISTINCT s.signer_id) <for outcome>) < NEW.quorum OR NEW.quorum < 1",
            "too few distinct people signed for this outcome",
        ),
        Rule(
            "approved",
            "(SELECT count(*) <for outcome> AND s.meaning IN ('approval', 'responsibility')) < 1",
            "an author alone decides nothing",
        ),
        Rule(
            "clinical",
            "(SELECT count(DISTINCT s.signer_id) <for outcome> AND s.clinical) "
            "< (SELECT p.clinical_quorum FROM decisions_proposal p WHERE p.id = NEW.proposal_id) "
            "AND NOT <protects>",
            "too few clinicians signed for this outcome",
        ),
        Rule(
            "disciplines",
            _UNHEARD.format(elements="json_each(p.disciplines)", discipline="d.value"),
            "a discipline that has to sign has not approved this outcome",
            _UNHEARD.format(elements="jsonb_array_elements_text(p.disciplines)", discipline="d.value"),
        ),
        Rule(
            "seats",
            _EMPTY_SEAT.format(
                options="json_each(p.options)",
                seats="json_each(o.value, '$.seats')",
                key="json_extract(o.value, '$.key')",
            ),
            "a seat that has to sign has not approved this outcome",
            _EMPTY_SEAT.format(
                options="jsonb_array_elements(p.options)",
                seats="jsonb_array_elements_text(coalesce(o -> 'seats', '[]'))",
                key="o ->> 'key'",
            ),
        ),
        dated("decided_at"),
    ),
    unique=["proposal_id", "ledger_seq"],
)

GUARDS = (
    _proposal(),
    PACKET,
    WITHDRAWAL,
    DELEGATION,
    DELEGATION_END,
    SIGNATURE,
    RECUSAL,
    DECISION,
    CONDITION,
    CLOSURE,
)
