"""Triggers that hold the rules of a decision's conditions, and of how they are closed."""

from __future__ import annotations

from attending.decisions.guard_rules import Rule, dated, record

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
