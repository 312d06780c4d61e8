"""Every kind of proposal has words, so that a delegation may be given for it."""

from __future__ import annotations

import ast
from pathlib import Path

import attending
from attending.decisions import kinds


def written() -> dict[str, str]:
    """Each kind that the source names in a constant, by the file it stands in."""
    found = {}
    for file in Path(attending.__file__).parent.rglob("*.py"):
        text = file.read_text()
        for node in ast.parse(text).body if "KIND" in text else ():
            target = node.target if isinstance(node, ast.AnnAssign) else next(iter(getattr(node, "targets", [])), None)
            value = getattr(node, "value", None)
            named = isinstance(target, ast.Name) and (target.id == "KIND" or target.id.endswith("_KIND"))
            if named and isinstance(value, ast.Constant) and "." in str(value.value):
                found[str(value.value)] = file.name
    return found


def test_every_kind_that_is_put_to_decision_is_named_in_words():
    asked = written()
    assert {"gate.stage", "governance.policy", "oversight.breach"} <= set(asked)
    assert {kind: file for kind, file in asked.items() if kind not in kinds.labels()} == {}
