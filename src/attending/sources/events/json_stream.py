"""A large JSON object read member by member, lists element by element, so that one element is held at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, Final

from attending.sources.events.packed import DocumentLimits, unpacked
from attending.sources.locate import LogFile
from attending.sources.report import LogRefused, refusal

_BLANKS: Final = " \t\n\r"
_DECODER: Final = json.JSONDecoder()


class JsonStream:
    """The members of the object that a file holds."""

    def __init__(self, file: LogFile, limits: DocumentLimits) -> None:
        self._file = file
        self._limits = limits
        self._blocks = unpacked(file, limits)
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._ended = False
        self._lines = 1

    def members(self) -> Iterator[tuple[str, Iterator[Any]]]:
        """Each member's name with the elements of its list, or its one value; an iterator left early is passed over.

        Raises LogRefused, naming the line, for what is no JSON object.
        """
        self._expect("{")
        if self._peek() == "}":
            self._at += 1
        else:
            while True:
                name = self._value()
                if not isinstance(name, str):
                    raise self.refused("A member has no name")
                self._expect(":")
                elements = self._elements() if self._peek() == "[" else iter([self._value()])
                yield name, elements
                for _ in elements:
                    pass
                if self._next() == "}":
                    break
        if self._peek():
            raise self.refused("Text follows the end of the document")

    def refused(self, rule: str, fix: str = "Export the log again as OCEL 2.0 JSON") -> LogRefused:
        """The refusal of the document at the line that is being read."""
        line = self._lines + self._text.count("\n", 0, self._at)
        return refusal(rule, fix, file=self._file.name, line=line)

    def _elements(self) -> Iterator[Any]:
        self._expect("[")
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._next(closing="]") == "]":
                return

    def _next(self, closing: str = "}") -> str:
        """The comma or closing bracket that follows a value."""
        found = self._peek()
        if found not in (",", closing):
            raise self.refused(f"The file is no JSON: a comma or {closing} is missing")
        self._at += 1
        return found

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as problem:
                if self._ended:
                    raise self.refused(f"The file is no JSON ({problem.msg})") from None
            except RecursionError:
                raise self.refused("Values are nested too deeply") from None
            else:
                # What ends with the block may go on in the next.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > self._limits.element_bytes:
                raise self.refused(f"A value is longer than {self._limits.element_bytes // 2**20:,} MB, or is no JSON")
            self._more()

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self.refused(f"The file is no JSON object: {character} is missing")
        self._at += 1

    def _peek(self) -> str:
        """The next character that is no blank; nothing at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANKS:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more()

    def _more(self) -> None:
        self._lines += self._text.count("\n", 0, self._at)
        block = next(self._blocks, b"")
        self._ended = not block
        try:
            added = self._decoder.decode(block, final=self._ended)
        except UnicodeDecodeError:
            raise self.refused("The text is not UTF-8", "Save the file as UTF-8") from None
        self._text = self._text[self._at :] + added
        self._at = 0
