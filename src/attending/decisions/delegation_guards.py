"""Triggers that hold the rules of delegation: on the delegations themselves, and on signatures made under one."""

from __future__ import annotations

from attending.decisions.guard_rules import Rule, dated, record

_DOUBLE = (
    "EXISTS (SELECT 1 FROM decisions_delegation d WHERE d.delegator_id = NEW.delegator_id AND d.seat = NEW.seat "
    "AND d.starts_at < NEW.ends_at AND d.ends_at > NEW.starts_at "
    "AND (d.use_case_id IS NULL OR NEW.use_case_id IS NULL OR d.use_case_id = NEW.use_case_id) "
    "AND <unended> AND {same_kind})"
)

_LOCK_DELEGATOR = "  PERFORM 1 FROM program_person WHERE id = NEW.delegator_id FOR NO KEY UPDATE;\n"
_LOCK_DELEGATION = "  PERFORM 1 FROM decisions_delegation WHERE id = NEW.delegation_id FOR NO KEY UPDATE;\n"

DELEGATION = record(
    "decisions_delegation",
    (
        Rule(
            "people",
            "(SELECT count(DISTINCT n.organisation_id) FROM program_person n "
            "WHERE n.id IN (NEW.delegator_id, NEW.delegate_id)) <> 1 OR (SELECT count(*) FROM program_person n "
            "WHERE n.id IN (NEW.delegator_id, NEW.delegate_id) AND n.active) <> 2",
            "a delegation is between two active people of one organisation",
        ),
        Rule(
            "held",
            "NOT EXISTS (SELECT 1 FROM program_seatholding h WHERE h.person_id = NEW.delegator_id "
            "AND h.seat = NEW.seat AND h.ended_on IS NULL "
            "AND (h.use_case_id IS NULL OR NEW.use_case_id IS NULL OR h.use_case_id = NEW.use_case_id))",
            "a seat is delegated by whoever holds it, and what was delegated is not passed on",
        ),
        Rule(
            "longest",
            "julianday(NEW.ends_at) - julianday(NEW.starts_at) > 90.05",
            "a delegation lasts at most 90 days",
            "NEW.ends_at - NEW.starts_at > interval '90 days 1 hour'",
        ),
        Rule(
            "double",
            _DOUBLE.format(
                same_kind="(json_array_length(NEW.kinds) = 0 OR json_array_length(d.kinds) = 0 OR EXISTS ("
                "SELECT 1 FROM json_each(NEW.kinds) a, json_each(d.kinds) b WHERE a.value = b.value))"
            ),
            "this seat is delegated for these days already",
            _DOUBLE.format(
                same_kind="(jsonb_array_length(NEW.kinds) = 0 OR jsonb_array_length(d.kinds) = 0 OR EXISTS ("
                "SELECT 1 FROM jsonb_array_elements(NEW.kinds) a, jsonb_array_elements(d.kinds) b "
                "WHERE a.value = b.value))"
            ),
        ),
        dated("given_at"),
    ),
    unique=["ledger_seq"],
    lock=_LOCK_DELEGATOR,
)

DELEGATION_END = record(
    "decisions_delegationend", (dated("at"),), unique=["delegation_id", "ledger_seq"], lock=_LOCK_DELEGATION
)

_COVERS = (
    "NEW.on_behalf_of_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decisions_delegation d "
    "JOIN decisions_proposal p ON p.id = NEW.proposal_id JOIN program_person n ON n.id = d.delegator_id "
    "WHERE d.id = NEW.on_behalf_of_id AND d.delegate_id = NEW.signer_id AND d.seat = NEW.seat AND n.active "
    "AND (d.use_case_id IS NULL OR d.use_case_id = p.use_case_id) "
    "AND d.starts_at <= NEW.signed_at AND NEW.signed_at < d.ends_at AND <unended> AND {kind})"
)

ON_BEHALF = (
    Rule(
        "delegation",
        _COVERS.format(
            kind="(json_array_length(d.kinds) = 0 "
            "OR EXISTS (SELECT 1 FROM json_each(d.kinds) k WHERE k.value = p.kind))"
        ),
        "no delegation that stands now covers this signature",
        _COVERS.format(kind="(jsonb_array_length(d.kinds) = 0 OR jsonb_exists(d.kinds, p.kind))"),
    ),
    Rule(
        "behalf_of_proposer",
        "NEW.on_behalf_of_id IS NOT NULL AND EXISTS (SELECT 1 FROM decisions_proposal p "
        "WHERE p.id = NEW.proposal_id AND p.proposed_by_id IN (NEW.signer_id, <principal>))",
        "nobody signs on behalf of the proposer, nor the proposer for somebody else",
    ),
    Rule(
        "counted_once",
        "EXISTS (SELECT 1 FROM decisions_signature s LEFT JOIN decisions_delegation o ON o.id = s.on_behalf_of_id "
        "WHERE s.packet_id = NEW.packet_id AND ((NEW.on_behalf_of_id IS NOT NULL AND s.signer_id = <principal>) "
        "OR o.delegator_id IN (NEW.signer_id, <principal>)))",
        "whoever signs and whoever they sign for count once",
    ),
)
"""Rules of a signature, most of them for one that names a delegation."""
