"""RFC 6962: the eight leaves and nine roots published with the reference tests of the certificate-transparency project.

The valid cases of transparency-dev/merkle stand in ``test_transparency_dev_vectors.py``. Here proofs of every size are
recomputed from the recursive definition in RFC 6962, section 2.1, and its kinds of damaged cases are made anew from
them; every one must be refused.
"""

import hashlib
from collections.abc import Iterator

import pytest

from attending.ledger import merkle, verifier

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]


def tree_hash(data: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not data:
        return hashlib.sha256(b"").digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return hashlib.sha256(b"\x01" + tree_hash(data[:k]) + tree_hash(data[k:])).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), tree_hash(data[k:])]
    return [*path(m - k, data[k:]), tree_hash(data[:k])]


def subproof(m: int, data: list[bytes], known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if m == len(data):
        return [] if known else [tree_hash(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], known), tree_hash(data[k:])]
    return [*subproof(m - k, data[k:], False), tree_hash(data[:k])]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size):
    leaves = [merkle.leaf_hash(leaf) for leaf in LEAVES[:size]]
    tree = verifier.Tree()
    for leaf in leaves:
        tree.add(leaf)
    assert merkle.frontier_of(leaves).root() == ROOTS[size]
    assert tree.root() == ROOTS[size]
    assert tree_hash(LEAVES[:size]) == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), [(index, size) for size in range(1, 9) for index in range(size)])
def test_every_inclusion_proof_of_the_published_trees(index, size):
    proof = path(index, LEAVES[:size])
    leaf = merkle.leaf_hash(LEAVES[index])
    assert merkle.verify_inclusion(index, size, leaf, proof, ROOTS[size])
    assert verifier.root_from_proof(index, size, leaf, proof) == ROOTS[size]
    for damaged in damaged_inclusion(index, size, leaf, proof, ROOTS[size]):
        assert not merkle.verify_inclusion(*damaged), damaged


@pytest.mark.parametrize(
    ("first", "second"), [(first, second) for second in range(1, 9) for first in range(1, second + 1)]
)
def test_every_consistency_proof_of_the_published_trees(first, second):
    proof = subproof(first, LEAVES[:second], True)
    assert merkle.verify_consistency(first, second, proof, ROOTS[first], ROOTS[second])
    for damaged in damaged_consistency(first, second, proof):
        assert not merkle.verify_consistency(*damaged), damaged


def test_nothing_is_proven_from_the_empty_tree():
    assert not merkle.verify_consistency(0, 0, [], ROOTS[0], ROOTS[0])
    assert not merkle.verify_consistency(0, 3, [], ROOTS[0], ROOTS[3])
    with pytest.raises(ValueError, match="0 < first"):
        merkle.consistency_ranges(0, 3)


def flipped(value: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8) if at == bit // 8 else byte for at, byte in enumerate(value))


def damaged_proofs(proof: list[bytes], *roots: bytes) -> Iterator[list[bytes]]:
    for at in range(len(proof)):
        yield [*proof[:at], flipped(proof[at], 4), *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
    for extra in (b"", b"\x00" * 32, *roots, *proof[:1]):
        yield [*proof, extra]
        yield [extra, *proof]


def damaged_inclusion(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> Iterator[tuple]:
    for other in {index - 1, index + 1, index ^ 2, size} - {index}:
        yield other, size, leaf, proof, root
    for other in {size * 2, size // 2, 0, -size}:
        yield index, other, leaf, proof, root
    yield index, size, flipped(leaf, 3), proof, root
    yield index, size, leaf, proof, flipped(root, 200)
    yield index, size, leaf, proof, b""
    for damaged in damaged_proofs(proof, root, leaf):
        yield index, size, leaf, damaged, root


def damaged_consistency(first: int, second: int, proof: list[bytes]) -> Iterator[tuple]:
    one, two = ROOTS[first], ROOTS[second]
    for other in {first - 1, first + 1, first ^ 2, second * 2, 0, -1} - {first}:
        yield other, second, proof, one, two
    for other in {second * 2, second // 2, 0} - {second}:
        yield first, other, proof, one, two
    if one != two:
        yield first, second, proof, two, one
    yield first, second, proof, flipped(one, 9), two
    yield first, second, proof, one, flipped(two, 9)
    for damaged in damaged_proofs(proof, one, two):
        yield first, second, damaged, one, two
