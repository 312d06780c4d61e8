"""The valid proofs of transparency-dev/merkle: made by us, taken by us, and refused with any bit changed."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from attending.ledger import merkle
from tests.published.ledger.test_rfc6962 import LEAVES, path, subproof

VECTORS = json.loads(Path(__file__).with_name("transparency_dev_merkle.json").read_text("utf-8"))


def hashes(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(text) for text in case["proof"]]


def damaged(proof: list[bytes]) -> list[list[bytes]]:
    """The proof with one bit changed in each hash, cut short, and with something after it."""
    changed = [[*proof[:at], bytes([one[0] ^ 4]) + one[1:], *proof[at + 1 :]] for at, one in enumerate(proof)]
    return [*changed, [*proof, proof[0] if proof else b"\0" * 32], *([proof[:-1]] if proof else [])]


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda case: f"{case['leafIdx']} of {case['treeSize']}")
def test_inclusion(case: dict[str, Any]) -> None:
    index, size, proof = case["leafIdx"], case["treeSize"], hashes(case)
    leaf, root = b64decode(case["leafHash"]), b64decode(case["root"])
    assert merkle.leaf_hash(LEAVES[index]) == leaf
    assert path(index, LEAVES[:size]) == proof
    assert merkle.verify_inclusion(index, size, leaf, proof, root)
    assert not any(merkle.verify_inclusion(index, size, leaf, bad, root) for bad in damaged(proof))


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda case: f"{case['size1']} to {case['size2']}")
def test_consistency(case: dict[str, Any]) -> None:
    first, second, proof = case["size1"], case["size2"], hashes(case)
    roots = b64decode(case["root1"]), b64decode(case["root2"])
    assert subproof(first, LEAVES[:second], True) == proof
    assert merkle.verify_consistency(first, second, proof, *roots)
    assert not merkle.verify_consistency(first, second, proof, *reversed(roots))
    assert not any(merkle.verify_consistency(first, second, bad, *roots) for bad in damaged(proof))
