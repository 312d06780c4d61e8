"""Triggers that hold the rules of a decision in the database, whoever writes to it."""

from __future__ import annotations

from attending.decisions.delegation_guards import DELEGATION, DELEGATION_END, ON_BEHALF
from attending.decisions.guard_rules import Rule, checks, dated, record
from attending.ledger.guards import Guard, append_only, postgresql_refusals, sqlite_refusals
from attending.program.models import Discipline, Seat

_NOT_OPEN = (
    "NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id AND p.state = 'open') "
    "OR EXISTS (SELECT 1 FROM decisions_decision d WHERE d.proposal_id = NEW.proposal_id)"
)
_NOT_NEWEST_PACKET = (
    "NOT EXISTS (SELECT 1 FROM decisions_packet k WHERE k.id = NEW.packet_id AND k.proposal_id = NEW.proposal_id "
    "AND k.version = <newest>)"
)
OPEN = Rule("open", _NOT_OPEN, "the proposal is not open")
NEWEST = Rule("newest_packet", _NOT_NEWEST_PACKET, "not the newest packet of the proposal")

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

_OF_THE_ORGANISATION = (
    "NOT EXISTS (SELECT 1 FROM program_person n JOIN decisions_proposal p ON p.id = NEW.proposal_id "
    "WHERE n.id = NEW.person_id AND n.active AND n.organisation_id = p.organisation_id)"
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

SIGNATURE = record(
    "decisions_signature",
    (
        OPEN,
        NEWEST,
        Rule(
            "self_approval",
            "<proposer> AND NEW.meaning <> 'authorship' AND NOT <protective choice>",
            "nobody approves what they proposed",
        ),
        Rule("author", "NEW.meaning = 'authorship' AND NOT <proposer>", "only the proposer signs as author"),
        Rule(
            "recused",
            "EXISTS (SELECT 1 FROM decisions_recusal r "
            "WHERE r.proposal_id = NEW.proposal_id AND r.person_id IN (NEW.signer_id, <principal>))",
            "the signer, or whoever they sign for, has recused themselves",
        ),
        *ON_BEHALF,
        Rule(
            "person",
            "NOT EXISTS (SELECT 1 FROM program_person n JOIN decisions_proposal p ON p.id = NEW.proposal_id "
            "WHERE n.id = NEW.signer_id AND n.active AND n.printed_name = NEW.printed_name "
            "AND n.discipline = NEW.discipline AND n.organisation_id = p.organisation_id)",
            "name and discipline are not those of an active person of the organisation",
        ),
        Rule(
            "seat",
            "NEW.seat <> '' AND NOT EXISTS (SELECT 1 FROM program_seatholding h "
            "JOIN decisions_proposal p ON p.id = NEW.proposal_id "
            "WHERE h.person_id = <principal> AND h.seat = NEW.seat AND h.ended_on IS NULL "
            "AND (h.use_case_id IS NULL OR h.use_case_id = p.use_case_id))",
            "the signer, or whoever they sign for, does not hold this seat now",
        ),
        Rule(
            "eligible",
            "NEW.seat <> '' AND NEW.meaning <> 'authorship' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p "
            "WHERE p.id = NEW.proposal_id AND ("
            "EXISTS (SELECT 1 FROM json_each(p.eligible_seats) e WHERE e.value = NEW.seat) "
            "OR EXISTS (SELECT 1 FROM json_each(p.answerable) a, json_each(a.value, '$.seats') t "
            "WHERE json_extract(a.value, '$.person') = <principal> AND t.value = NEW.seat)))",
            "this seat is not asked",
            "NEW.seat <> '' AND NEW.meaning <> 'authorship' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p "
            "WHERE p.id = NEW.proposal_id AND (jsonb_exists(p.eligible_seats, NEW.seat) "
            "OR p.answerable @> jsonb_build_array("
            "jsonb_build_object('person', <principal>, 'seats', jsonb_build_array(NEW.seat)))))",
        ),
        Rule(
            "by_name",
            "NEW.seat = '' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p, json_each(p.answerable) a, "
            "json_each(p.disciplines) d WHERE p.id = NEW.proposal_id "
            "AND json_extract(a.value, '$.person') = NEW.signer_id AND d.value = NEW.discipline)",
            "without a seat only somebody asked by name signs, in a discipline that has to sign",
            "NEW.seat = '' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id "
            "AND jsonb_exists(p.disciplines, NEW.discipline) "
            "AND p.answerable @> jsonb_build_array(jsonb_build_object('person', NEW.signer_id)))",
        ),
        Rule(
            "choice",
            "NEW.choice <> '' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p, json_each(p.options) o "
            "WHERE p.id = NEW.proposal_id AND json_extract(o.value, '$.key') = NEW.choice "
            "AND (json_array_length(NEW.conditions) > 0) = json_extract(o.value, '$.conditions_required'))",
            "not an option of the proposal, or its conditions are missing",
            "NEW.choice <> '' AND NOT EXISTS (SELECT 1 FROM decisions_proposal p, jsonb_array_elements(p.options) o "
            "WHERE p.id = NEW.proposal_id AND o ->> 'key' = NEW.choice "
            "AND (jsonb_array_length(NEW.conditions) > 0) = (o ->> 'conditions_required')::boolean)",
        ),
        Rule(
            "before_its_packet",
            "EXISTS (SELECT 1 FROM decisions_packet k WHERE k.id = NEW.packet_id AND k.sealed_at > NEW.signed_at)",
            "dated back before the packet that is signed",
        ),
        dated("signed_at"),
    ),
    unique=["idempotency_key", "ledger_seq", ("packet_id", "signer_id")],
)

RECUSAL = record(
    "decisions_recusal",
    (
        OPEN,
        Rule("person", _OF_THE_ORGANISATION, "an active person of the organisation steps aside"),
        Rule(
            "signed",
            "EXISTS (SELECT 1 FROM decisions_signature s JOIN decisions_packet k ON k.id = s.packet_id "
            "WHERE s.proposal_id = NEW.proposal_id AND s.signer_id = NEW.person_id AND k.version = <newest>)",
            "who has signed this packet does not step aside from it",
        ),
        dated("at"),
    ),
    unique=["ledger_seq", ("proposal_id", "person_id")],
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

_SIGNED_CONDITION = (
    "NOT EXISTS (SELECT 1 FROM decisions_decision d JOIN decisions_signature s "
    "ON s.packet_id = d.packet_id AND s.choice = d.outcome, {elements} c "
    "WHERE d.id = NEW.decision_id AND {text} = NEW.text AND {owner} = NEW.owner_id AND {due} = {new_due})"
)

CONDITION = record(
    "decisions_condition",
    (
        Rule(
            "was_signed",
            _SIGNED_CONDITION.format(
                elements="json_each(s.conditions)",
                text="json_extract(c.value, '$.text')",
                owner="json_extract(c.value, '$.owner')",
                due="json_extract(c.value, '$.due_on')",
                new_due="NEW.due_on",
            ),
            "a condition is one that was signed",
            _SIGNED_CONDITION.format(
                elements="jsonb_array_elements(s.conditions)",
                text="c ->> 'text'",
                owner="(c ->> 'owner')::bigint",
                due="(c ->> 'due_on')::date",
                new_due="NEW.due_on",
            ),
        ),
    ),
    unique=[("decision_id", "text", "owner_id")],
    lock="",
)

_NOT_ACCEPTING = (
    "NOT EXISTS (SELECT 1 FROM decisions_condition c JOIN decisions_decision d ON d.id = c.decision_id "
    "JOIN decisions_proposal p ON p.id = d.proposal_id JOIN program_person n ON n.id = NEW.closed_by_id "
    "WHERE c.id = NEW.condition_id AND n.active AND n.organisation_id = p.organisation_id "
    "AND NOT EXISTS (SELECT 1 FROM decisions_recusal r WHERE r.proposal_id = p.id AND r.person_id = n.id) "
    "AND (EXISTS (SELECT 1 FROM decisions_signature s WHERE s.proposal_id = p.id AND s.signer_id = n.id) "
    "OR EXISTS (SELECT 1 FROM program_seatholding h WHERE h.person_id = n.id AND h.ended_on IS NULL "
    "AND (h.use_case_id IS NULL OR h.use_case_id = p.use_case_id) AND ({asked}))))"
)

CLOSURE = record(
    "decisions_conditionclosure",
    (
        Rule(
            "not_owner",
            "NOT EXISTS (SELECT 1 FROM decisions_condition c WHERE c.id = NEW.condition_id "
            "AND c.owner_id <> NEW.closed_by_id)",
            "nobody closes a condition of their own",
        ),
        Rule(
            "may_accept",
            _NOT_ACCEPTING.format(
                asked="EXISTS (SELECT 1 FROM json_each(p.eligible_seats) e WHERE e.value = h.seat) "
                "OR EXISTS (SELECT 1 FROM json_each(p.answerable) a, json_each(a.value, '$.seats') t "
                "WHERE json_extract(a.value, '$.person') = n.id AND t.value = h.seat)"
            ),
            "somebody who signed this decision, or holds a seat that may, accepts the proof",
            _NOT_ACCEPTING.format(
                asked="jsonb_exists(p.eligible_seats, h.seat) OR p.answerable @> jsonb_build_array("
                "jsonb_build_object('person', n.id, 'seats', jsonb_build_array(h.seat)))"
            ),
        ),
        Rule(
            "before_its_decision",
            "EXISTS (SELECT 1 FROM decisions_condition c JOIN decisions_decision d ON d.id = c.decision_id "
            "WHERE c.id = NEW.condition_id AND d.decided_at > NEW.at)",
            "dated back before the decision",
        ),
        Rule(
            "owners_delegate",
            "EXISTS (SELECT 1 FROM decisions_condition c JOIN decisions_delegation d ON d.delegator_id = c.owner_id "
            "WHERE c.id = NEW.condition_id AND d.delegate_id = NEW.closed_by_id "
            "AND ((d.starts_at <= NEW.at AND NEW.at < d.ends_at AND <unended>) "
            "OR EXISTS (SELECT 1 FROM decisions_decision o JOIN decisions_signature s "
            "ON s.proposal_id = o.proposal_id WHERE o.id = c.decision_id AND s.on_behalf_of_id = d.id)))",
            "nobody closes a condition of whoever they sign for",
        ),
        dated("at"),
    ),
    unique=["condition_id", "ledger_seq"],
    lock="",
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
