"""What is sealed under a decision about the policy: every change in words, what the lint says, and the whole text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from attending.decisions.models import PolicyVersion
from attending.policies.difference import Difference, Effect, differences
from attending.policies.lint import Finding, findings
from attending.policies.model import Policy
from attending.policies.reading import read_policy
from attending.program.models import Person

EFFECT_WORDS = {Effect.STRICTER: "Asks more", Effect.LAXER: "Asks less", Effect.OTHER: ""}


def document(
    version: PolicyVersion, in_force: Policy, *, held_seats: Collection[str], why: str, asked_by: Person
) -> dict[str, Any]:
    """The packet as ``decisions`` seals it; ``version`` is one that can be read."""
    policy = read_policy(version.text)
    changed = differences(in_force, policy)
    return {
        "title": f"Policy {policy.version}",
        "asked": "Adopt this policy, or send it back.",
        "summary": [
            ["In force now", in_force.version],
            ["Changes", in_short(changed)],
            ["Put forward by", asked_by.printed_name],
            ["Why", why],
        ],
        "sections": [
            _changes(changed),
            _checks(findings(policy, held_seats)),
            {
                "heading": "The text",
                "rows": [["SHA-256", version.sha256], ["Lines", f"{len(version.text.splitlines()):,}"]],
            },
        ],
        "data": {"text": version.text, "sha256": version.sha256, "in_force": in_force.version},
    }


def in_short(changed: Sequence[Difference]) -> str:
    """How many changes, and how many of them ask more or less."""
    if not changed:
        return "None but the name of the version."
    count = {effect: sum(each.effect is effect for each in changed) for effect in Effect}
    noun = "change" if len(changed) == 1 else "changes"
    said = [
        f"{count[effect]} {words}"
        for effect, words in ((Effect.STRICTER, "asking more"), (Effect.LAXER, "asking less"))
        if count[effect]
    ]
    return f"{len(changed)} {noun}{': ' if said else ''}{', '.join(said)}."


def _changes(changed: Sequence[Difference]) -> dict[str, Any]:
    if not changed:
        return {"heading": "What changes", "text": "Nothing but the name of the version."}
    rows = [[each.where, each.words, EFFECT_WORDS[each.effect]] for each in changed]
    return {"heading": "What changes", "table": {"columns": ["Where", "What", "It asks"], "rows": rows}}


def _checks(found: Sequence[Finding]) -> dict[str, Any]:
    if not found:
        return {"heading": "Checks", "text": "Every gate can be passed, and no tier asks less than the one below it."}
    rows = [[each.words, each.mend] for each in found]
    return {"heading": "Checks", "table": {"columns": ["Finding", "What to do"], "rows": rows}}
