"""Triggers that hold the rules of a signature, and of stepping aside."""

from __future__ import annotations

from attending.decisions.delegation_guards import ON_BEHALF
from attending.decisions.guard_rules import NEWEST, OPEN, Rule, dated, record

_OF_THE_ORGANISATION = (
    "NOT EXISTS (SELECT 1 FROM program_person n JOIN decisions_proposal p ON p.id = NEW.proposal_id "
    "WHERE n.id = NEW.person_id AND n.active AND n.organisation_id = p.organisation_id)"
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
