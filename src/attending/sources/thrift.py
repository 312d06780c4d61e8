"""Just enough of Thrift's compact protocol to read the page headers of a Parquet file.

Source: the Apache Thrift compact protocol specification. Libraries do not show page headers, and whether a page carries
a checksum stands nowhere else.
"""

from __future__ import annotations

from typing import Final, TypeAlias

Value: TypeAlias = "int | bytes | Struct | None"
Struct: TypeAlias = dict[int, Value]

_DEEPEST: Final = 8
_LONGEST: Final = 10_000


class Malformed(ValueError):
    """The bytes are not a Thrift structure."""


class Incomplete(ValueError):
    """The structure goes on after the bytes given."""


def read_struct(data: bytes) -> tuple[Struct, int]:
    """A structure's fields by their numbers, and how many bytes it takes. Lists are skipped.

    Raises Incomplete when more bytes are needed, Malformed when no bytes could help.
    """
    reader = _Reader(data)
    return reader.struct(0), reader.at


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise Incomplete
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        result = 0
        for shift in range(0, 70, 7):
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            if byte < 0x80:
                return result
        raise Malformed

    def zigzag(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def take(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise Incomplete
        self.at += size
        return self.data[self.at - size : self.at]

    def struct(self, depth: int) -> Struct:
        if depth > _DEEPEST:
            raise Malformed
        fields: Struct = {}
        number = 0
        while head := self.byte():
            step = head >> 4
            number = number + step if step else self.zigzag()
            fields[number] = self.value(head & 0x0F, depth)
        return fields

    def value(self, kind: int, depth: int) -> Value:
        match kind:
            case 1 | 2:
                return 2 - kind
            case 3:
                return self.byte()
            case 4 | 5 | 6:
                return self.zigzag()
            case 7:
                self.take(8)
                return None
            case 8:
                return self.take(self.varint())
            case 9 | 10:
                self.items(depth)
                return None
            case 12:
                return self.struct(depth + 1)
            case _:
                raise Malformed

    def items(self, depth: int) -> None:
        head = self.byte()
        count = head >> 4
        if count == 15:
            count = self.varint()
        if count > _LONGEST or depth > _DEEPEST:
            raise Malformed
        for _ in range(count):
            kind = head & 0x0F
            if kind in (1, 2):
                self.byte()
            else:
                self.value(kind, depth + 1)
