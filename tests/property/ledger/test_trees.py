"""Roots and proofs of every size to 129 against the recursive definition of RFC 6962, and damaged proofs refused."""

import hashlib
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.ledger import merkle, verifier

LARGEST = 129


def leaf(index: int) -> bytes:
    return merkle.leaf_hash(str(index).encode())


@cache
def root(start: int, end: int) -> bytes:
    """MTH over the leaves [start, end) as section 2.1 defines it."""
    if end == start:
        return hashlib.sha256(b"").digest()
    if end - start == 1:
        return hashlib.sha256(b"\x00" + str(start).encode()).digest()
    middle = start + half(end - start)
    return hashlib.sha256(b"\x01" + root(start, middle) + root(middle, end)).digest()


def half(n: int) -> int:
    return max(1 << power for power in range(n.bit_length()) if 1 << power < n)


def audit_path(index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + half(end - start)
    if index < middle:
        return [*audit_path(index, start, middle), root(middle, end)]
    return [*audit_path(index, middle, end), root(start, middle)]


def subproof(first: int, start: int, end: int, known: bool) -> list[bytes]:
    if first == end:
        return [] if known else [root(start, end)]
    middle = start + half(end - start)
    if first <= middle:
        return [*subproof(first, start, middle, known), root(middle, end)]
    return [*subproof(first, middle, end, False), root(start, middle)]


@pytest.fixture(scope="module")
def nodes() -> dict[merkle.Place, bytes]:
    """Every complete subtree, as appending one leaf after another yields them."""
    frontier, found = merkle.Frontier(), {}
    for index in range(LARGEST):
        found[0, index] = leaf(index)
        frontier, completed = frontier.append(leaf(index))
        found.update(completed)
        assert frontier.root() == root(0, index + 1)
        assert merkle.Frontier.from_bytes(frontier.size, frontier.to_bytes()) == frontier
    return found


def test_every_inclusion_proof_to_size_129(nodes):
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = merkle.proof(merkle.inclusion_ranges(index, size), nodes.__getitem__)
            assert proof == audit_path(index, 0, size)
            assert merkle.verify_inclusion(index, size, leaf(index), proof, root(0, size))
            assert verifier.root_from_proof(index, size, leaf(index), proof) == root(0, size)


def test_every_consistency_proof_to_size_129(nodes):
    for second in range(1, LARGEST):
        for first in range(1, second + 1):
            proof = merkle.proof(merkle.consistency_ranges(first, second), nodes.__getitem__)
            assert proof == subproof(first, 0, second, True)
            assert merkle.verify_consistency(first, second, proof, root(0, first), root(0, second))


@given(st.data())
def test_a_proof_with_one_bit_changed_is_refused(data):
    size = data.draw(st.integers(1, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    parts = [leaf(index), root(0, size), *audit_path(index, 0, size)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = one_bit_changed(data, parts[which])
    assert not merkle.verify_inclusion(index, size, parts[0], parts[2:], parts[1])
    assert verifier.root_from_proof(index, size, parts[0], parts[2:]) != parts[1]


@given(st.data())
def test_a_consistency_proof_with_one_bit_changed_is_refused(data):
    second = data.draw(st.integers(2, LARGEST))
    first = data.draw(st.integers(1, second - 1))
    parts = [root(0, first), root(0, second), *subproof(first, 0, second, True)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = one_bit_changed(data, parts[which])
    assert not merkle.verify_consistency(first, second, parts[2:], parts[0], parts[1])


@given(st.integers(1, LARGEST), st.integers(-2, LARGEST + 2), st.integers(0, LARGEST))
def test_a_proof_holds_for_its_own_index_only(size, claimed, index):
    index %= size
    accepted = merkle.verify_inclusion(claimed, size, leaf(index), audit_path(index, 0, size), root(0, size))
    assert accepted == (claimed == index)


def one_bit_changed(data, value: bytes) -> bytes:
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
