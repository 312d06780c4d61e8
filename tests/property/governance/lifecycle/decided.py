"""What is wrong with a decision, counted again from its signatures and the policy it was made under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.property.governance.lifecycle.reviewed import ITEM, conditions_open, reviews_lack
from tests.property.governance.lifecycle.rows import Row, moment, parsed, row, rows

CLINICAL = {"medicine", "nursing", "pharmacy", "allied_health", "informatics"}
APPROVING = {"approve", "approve_with_conditions"}
SIGNED_AS = {
    "deployment.pause": "pause",
    "deployment.resume": "resume",
    "oversight.breach": "breach",
    "oversight.agreement": "agreement",
    "gate.exception": "exception",
    "governance.policy": "policy",
}
"""Under which name a policy says who signs what is not a gate."""


def decision_faults(
    seq: int, proposal_pk: int, policies: Mapping[str, Any], in_force: str, lacking: frozenset[str]
) -> list[str]:
    """Each rule that the decision with this number in the record breaks, in words.

    ``in_force`` is the version that held when it was asked; ``policies`` are all that ever held, as they were written;
    ``lacking`` are the evidence items that are not there now.
    """
    decision = row("SELECT * FROM decisions_decision WHERE ledger_seq = %s", seq)
    proposal = row("SELECT * FROM decisions_proposal WHERE id = %s", proposal_pk)
    packet = row("SELECT * FROM decisions_packet WHERE id = %s", decision["packet_id"])
    newest = row("SELECT max(version) AS version FROM decisions_packet WHERE proposal_id = %s", proposal_pk)
    agreeing = _agreeing(decision)
    approving = [each for each in agreeing if each["meaning"] != "authorship"]
    faults = []
    if decision["proposal_id"] != proposal_pk or packet["proposal_id"] != proposal_pk:
        faults.append("the decision is of another proposal or packet")
    if packet["version"] != newest["version"]:
        faults.append("an older packet was decided")
    if not decision["policy_version"] == proposal["policy_version"] == in_force or in_force not in policies:
        faults.append(f"it names policy {decision['policy_version']}, and {in_force} held")
    voices = [each["delegator"] or each["signer_id"] for each in agreeing]
    if len({each["signer_id"] for each in agreeing}) < len(agreeing) or len(set(voices)) < len(voices):
        faults.append("somebody was counted twice")
    if not approving:
        faults.append("its author decided it alone")
    if {person for each in agreeing for person in (each["signer_id"], each["delegator"])} & _recused(proposal_pk, seq):
        faults.append("somebody who stepped aside was counted")
    if decision["outcome"] == proposal["protective_choice"]:
        return faults
    author = proposal["proposed_by_id"]
    if author and any(author in {each["signer_id"], each["delegator"]} for each in approving):
        faults.append("the author's approval was counted")
    option = next(each for each in parsed(proposal["options"]) if each["key"] == decision["outcome"])
    needed = {"quorum": proposal["quorum"], "clinical_quorum": proposal["clinical_quorum"]}
    faults += _count_faults(agreeing, needed, option.get("seats", ()))
    unheard = set(parsed(proposal["disciplines"])) - {each["profession"] for each in approving}
    if unheard:
        faults.append(f"nobody of {sorted(unheard)} approved")
    if in_force in policies:
        faults += _policy_faults(proposal, decision, policies[in_force], agreeing, lacking)
    return faults


def _agreeing(decision: Row) -> list[Row]:
    return rows(
        "SELECT s.*, d.delegator_id AS delegator, w.discipline AS profession FROM decisions_signature s "
        "JOIN program_person w ON w.id = s.signer_id LEFT JOIN decisions_delegation d ON d.id = s.on_behalf_of_id "
        "WHERE s.packet_id = %s AND s.choice = %s AND s.ledger_seq < %s",
        decision["packet_id"],
        decision["outcome"],
        decision["ledger_seq"],
    )


def _recused(proposal: int, seq: int) -> set[int]:
    found = rows("SELECT person_id FROM decisions_recusal WHERE proposal_id = %s AND ledger_seq < %s", proposal, seq)
    return {each["person_id"] for each in found}


def _count_faults(agreeing: list[Row], needed: Mapping[str, int], seats: Iterable[str]) -> list[str]:
    signers = {each["signer_id"] for each in agreeing}
    clinicians = {each["signer_id"] for each in agreeing if each["profession"] in CLINICAL}
    empty = set(seats) - {each["seat"] for each in agreeing if each["meaning"] != "authorship"}
    faults = []
    if len(signers) < needed["quorum"]:
        faults.append(f"{len(signers)} people signed, and it takes {needed['quorum']}")
    if len(clinicians) < needed["clinical_quorum"]:
        faults.append(f"{len(clinicians)} clinicians signed, and it takes {needed['clinical_quorum']}")
    if empty:
        faults.append(f"nobody approved from {sorted(empty)}")
    return faults


def _policy_faults(
    proposal: Row, decision: Row, policy: Any, agreeing: list[Row], lacking: frozenset[str]
) -> list[str]:
    """What the text of the policy asks, whatever the proposal says that it takes."""
    if proposal["kind"] in SIGNED_AS:
        return _count_faults(agreeing, policy["signing"][SIGNED_AS[proposal["kind"]]], ())
    if proposal["kind"] not in {"gate.stage", "gate.go-live"} or decision["outcome"] not in APPROVING:
        return []
    gate = row("SELECT * FROM governance_gate WHERE proposal_id = %s", proposal["id"])
    rule = policy["tiers"][gate["tier"]]["gates"][gate["target"]]
    faults = _count_faults(agreeing, rule, rule["seats"])
    at, asked = moment(decision["decided_at"]), set(rule["evidence"])
    reviews = {ITEM} if reviews_lack(gate["use_case_id"], at) else set()
    missing = ((lacking | reviews) & asked) - _excepted(gate, at)
    if missing:
        faults.append(f"approved without {sorted(missing)}")
    if ITEM in asked - reviews and decision["outcome"] == "approve" and conditions_open(gate["use_case_id"]):
        faults.append("a reviewer's conditions were not taken over")
    conditions = rows("SELECT owner_id FROM decisions_condition WHERE decision_id = %s", decision["id"])
    if (decision["outcome"] == "approve_with_conditions") != bool(conditions):
        faults.append("conditions and outcome do not fit")
    given = rows("SELECT * FROM governance_approval WHERE decision_id = %s", decision["id"])
    if len(given) != 1 or given[0]["covers"] != gate["target"]:
        return [*faults, "an approving decision gave no approval of its gate"]
    latest = at + timedelta(days=rule["expires_after_days"])
    if moment(given[0]["ends_at"]) > latest:
        faults.append("the approval ends later than the policy says")
    return faults


def _excepted(gate: Row, at: datetime) -> set[str]:
    """The items that a granted exception stands for on that day."""
    found = rows(
        "SELECT x.item, x.until, x.deployment_id FROM governance_gateexception x "
        "JOIN decisions_decision d ON d.id = x.decision_id WHERE d.outcome = 'grant' AND x.use_case_id = %s",
        gate["use_case_id"],
    )
    day = at.date().isoformat()
    return {
        each["item"] for each in found if each["deployment_id"] == gate["deployment_id"] and str(each["until"]) >= day
    }
