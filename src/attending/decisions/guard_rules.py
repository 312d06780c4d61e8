"""How the rules of a decision become triggers of both databases.

Each rule is the SQL of what must not be, on the row about to be inserted; both databases read most of them alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.ledger.entry_guards import DATED_BACK, NEWEST_TIME
from attending.ledger.guards import Guard, append_only

_PROTECTIVE = (
    "EXISTS (SELECT 1 FROM decisions_proposal p WHERE p.id = NEW.proposal_id "
    "AND p.protective_choice <> '' AND p.protective_choice = NEW."
)
_NAMES = {
    "<newest>": "(SELECT max(m.version) FROM decisions_packet m WHERE m.proposal_id = NEW.proposal_id)",
    "<proposer>": "EXISTS (SELECT 1 FROM decisions_proposal p "
    "WHERE p.id = NEW.proposal_id AND p.proposed_by_id = NEW.signer_id)",
    "<protective choice>": f"{_PROTECTIVE}choice)",
    "<protects>": f"{_PROTECTIVE}outcome)",
    "<for outcome>": "FROM decisions_signature s WHERE s.packet_id = NEW.packet_id AND s.choice = NEW.outcome",
    "<unended>": "NOT EXISTS (SELECT 1 FROM decisions_delegationend e WHERE e.delegation_id = d.id)",
    "<newest time>": NEWEST_TIME,
    "<principal>": "coalesce((SELECT d.delegator_id FROM decisions_delegation d WHERE d.id = NEW.on_behalf_of_id), "
    "NEW.signer_id)",
}
"""Clauses that rules share, by the name they stand under in a rule."""


def _spelled_out(clause: str) -> str:
    for name, meaning in _NAMES.items():
        clause = clause.replace(name, meaning)
    return clause


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` of the trigger, what must not be, and what the refusal says; ``postgresql`` where it reads otherwise."""

    name: str
    refused_if: str
    message: str
    postgresql: str = ""

    def on_sqlite(self) -> str:
        return _spelled_out(self.refused_if)

    def on_postgresql(self) -> str:
        return _spelled_out(self.postgresql or self.refused_if)


def checks(table: str, operation: str, rules: Sequence[Rule], lock: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """SQLite triggers, one for each rule; on PostgreSQL one function that first takes the proposal's row lock."""
    sqlite = tuple(
        f"CREATE TRIGGER {table}_{rule.name} BEFORE {operation} ON {table} WHEN {rule.on_sqlite()} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
        for rule in rules
    )
    tests = "".join(
        f"  IF {rule.on_postgresql()} THEN\n"
        f"    RAISE EXCEPTION USING MESSAGE = '{rule.message}', ERRCODE = 'integrity_constraint_violation';\n"
        "  END IF;\n"
        for rule in rules
    )
    function = f"{table}_{operation.lower()}_rules"
    postgresql = (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$\n"
        f"BEGIN\n{lock}{tests}  RETURN NEW;\nEND $guard$",
        f"CREATE TRIGGER {function} BEFORE {operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
    )
    return sqlite, postgresql


LOCK_PROPOSAL = "  PERFORM 1 FROM decisions_proposal WHERE id = NEW.proposal_id FOR UPDATE;\n"


def record(
    table: str, rules: Sequence[Rule], *, unique: Sequence[str | Sequence[str]] = (), lock: str = LOCK_PROPOSAL
) -> Guard:
    """An append-only table whose new rows must keep the rules."""
    base = append_only(table, unique=unique)
    sqlite, postgresql = checks(table, "INSERT", rules, lock)
    return Guard(table, (*base.sqlite_sql, *sqlite), (*base.postgresql_sql, *postgresql))


def dated(column: str) -> Rule:
    """A time that lies before the newest entry of the record is dated back: each action takes it from its own entry."""
    return Rule("dated_back", f"NEW.{column} < <newest time>", DATED_BACK)


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
