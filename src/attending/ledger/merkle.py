"""The Merkle tree of RFC 6962 (Laurie, Langley and Kasper, 2013) and RFC 9162 (2021): hashes, roots and proofs.

Pure functions of bytes. Indexes start at 0, hashes are 32 bytes of SHA-256; the empty tree's root is that of nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Range = tuple[int, int]
"""A subtree over the leaves [start, end)."""

Place = tuple[int, int]
"""A complete subtree: (level, index) covers the leaves [index * 2**level, (index + 1) * 2**level)."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root over neighbouring complete subtrees, largest first; the empty tree's root for none."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


@dataclass(frozen=True, slots=True)
class Frontier:
    """The complete subtrees of a tree, largest first: all that is needed to append and to know the root.

    ``hashes`` has one hash for each bit set in ``size``.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(
                f"A tree of {self.size} entries has {max(self.size, 0).bit_count()} subtrees, not {len(self.hashes)}."
            )

    def append(self, leaf: bytes) -> tuple[Frontier, list[tuple[Place, bytes]]]:
        """The frontier with one more leaf hash, and the inner nodes that this leaf completes, lowest first."""
        hashes = list(self.hashes)
        completed: list[tuple[Place, bytes]] = []
        current, level, index = leaf, 0, self.size
        while index & 1:
            current = node_hash(hashes.pop(), current)
            level += 1
            index >>= 1
            completed.append(((level, index), current))
        return Frontier(self.size + 1, (*hashes, current)), completed

    def root(self) -> bytes:
        """Root of the whole tree."""
        return fold(self.hashes)

    def to_bytes(self) -> bytes:
        """The hashes one after another."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Read what ``to_bytes`` wrote; raises ValueError if it cannot belong to ``size`` entries."""
        if len(data) % HASH_BYTES:
            raise ValueError(f"A frontier is a whole number of {HASH_BYTES}-byte hashes, not {len(data)} bytes.")
        return cls(size, tuple(data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)))


def frontier_of(leaves: Iterable[bytes]) -> Frontier:
    """Frontier of the tree with these leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier, _ = frontier.append(leaf)
    return frontier


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that leaf ``index`` is in the tree, deepest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"There is no entry {index} in a tree of {size} entries.")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The subtrees whose roots prove that the tree of ``second`` entries begins with that of ``first`` (2.1.2)."""
    if not 0 < first <= second:
        raise ValueError(f"Consistency is defined for 0 < first <= second, not for {first} and {second}.")
    ranges: list[Range] = []
    start, end, known = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, known = middle, False
    if not known:
        ranges.append((start, end))
    return ranges[::-1]


def complete_subtrees(span: Range) -> list[Place]:
    """The complete subtrees that make up one range of a proof, largest first."""
    start, end = span
    places: list[Place] = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return places


def proof(ranges: Iterable[Range], hash_at: Callable[[Place], bytes]) -> list[bytes]:
    """The hashes of a proof, given the hash of each complete subtree."""
    return [fold([hash_at(place) for place in complete_subtrees(span)]) for span in ranges]


def verify_inclusion(index: int, size: int, leaf: bytes, hashes: Sequence[bytes], root: bytes) -> bool:
    """Whether ``hashes`` prove that ``leaf`` is entry ``index`` of the tree with ``root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or any(len(value) != HASH_BYTES for value in (leaf, root, *hashes)):
        return False
    node, last, current = index, size - 1, leaf
    for sibling in hashes:
        if last == 0:
            return False
        if node & 1 or node == last:
            current = node_hash(sibling, current)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            current = node_hash(current, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and current == root


def verify_consistency(first: int, second: int, hashes: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether ``hashes`` prove that the second tree begins with the first (RFC 9162, 2.1.4.2).

    False for ``first`` = 0: the RFCs define no proof from the empty tree.
    """
    if not 0 < first <= second or any(len(value) != HASH_BYTES for value in (first_root, second_root, *hashes)):
        return False
    if first == second:
        return not hashes and first_root == second_root
    path = [first_root, *hashes] if first & (first - 1) == 0 else list(hashes)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node >>= 1
        last >>= 1
    first_hash = second_hash = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first_hash = node_hash(sibling, first_hash)
            second_hash = node_hash(sibling, second_hash)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            second_hash = node_hash(second_hash, sibling)
        node >>= 1
        last >>= 1
    return last == 0 and first_hash == first_root and second_hash == second_root
