"""XML from outside, read by expat: no document type, so no entity is declared or fetched; bounded in all it holds."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

_SEPARATOR: Final = " "
_ENCODINGS: Final = ("utf-8", "utf-16", "us-ascii", "iso-8859-", "windows-125")
"""How the encodings begin that expat reads itself or a byte at a time; others make it fail in other ways."""

Start = Callable[[str, str, Mapping[str, str]], None]
"""Called at each start tag with its namespace ("" for none), local name and attributes ("namespace name" or "name")."""


class XmlRefused(ValueError):
    """XML that is not read; the message says why. `line` counts from 1, 0 where it is not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class DocumentTypeRefused(XmlRefused):
    """The XML declares a document type, with which it could declare entities or fetch files."""


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """The most that is read: bytes of the file, levels of nesting, and elements."""

    bytes: int = 20_000_000
    depth: int = 100
    elements: int = 500_000


@dataclass(slots=True)
class XmlElement:
    """An element: namespace, local name, attributes ("name", or "namespace name"), children, own text, and line."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[XmlElement] = field(default_factory=list)
    text: str = ""

    def all(self, namespace: str, *names: str) -> Iterator[XmlElement]:
        """The children of a namespace with one of the names, or with any where none is given."""
        return (each for each in self.children if each.namespace == namespace and (not names or each.name in names))

    def first(self, namespace: str, *names: str) -> XmlElement | None:
        """The first such child, None where there is none."""
        return next(self.all(namespace, *names), None)


def scan_xml(content: bytes, start: Start, limits: XmlLimits | None = None) -> None:
    """Call `start` at each element. Raises XmlRefused for what is no XML, declares a document type or is too large."""
    bounds = limits or XmlLimits()
    _run(_parser(start, bounds), content, bounds)


def read_xml(content: bytes, limits: XmlLimits | None = None) -> XmlElement:
    """The root element with everything in it. Raises XmlRefused as `scan_xml` does."""
    stack: list[XmlElement] = []
    roots: list[XmlElement] = []

    def begin(namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        element = XmlElement(namespace, name, attributes, parser.CurrentLineNumber)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def write(text: str) -> None:
        stack[-1].text += text

    bounds = limits or XmlLimits()
    parser = _parser(begin, bounds, stack.pop)
    parser.CharacterDataHandler = write
    _run(parser, content, bounds)
    return roots[0]


def _parser(start: Start, limits: XmlLimits, end: Callable[[], object] | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    count = depth = 0

    def refuse(*_declared: object) -> NoReturn:
        raise DocumentTypeRefused("it declares a document type or entities: no such file is read")

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > limits.elements:
            raise XmlRefused(f"it has more than {limits.elements:,} elements")
        if depth > limits.depth:
            raise XmlRefused(f"it is nested deeper than {limits.depth} levels")
        namespace, _, local = name.rpartition(_SEPARATOR)
        start(namespace, local, attributes)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end()

    def declared(_version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and not _readable(encoding):
            raise XmlRefused(f"it is written in the encoding {encoding}: save it as UTF-8")

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    return parser


def _readable(encoding: str) -> bool:
    """Whether expat reads an encoding; Python is asked for the many of one byte."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return encoding.casefold().startswith(_ENCODINGS)


class XmlStream:
    """XML that is fed block by block, for what is larger than memory: `start` and `end` are called at each tag.

    `limits` bound levels and elements, and `longest_tag` the bytes of one tag; how much is fed, the caller bounds.
    """

    def __init__(self, start: Start, end: Callable[[], object], limits: XmlLimits, *, longest_tag: int) -> None:
        self._parser = _parser(start, limits, end)
        self._longest_tag = longest_tag
        self._fed = 0

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def feed(self, block: bytes) -> None:
        """Read a block. Raises XmlRefused with its line for what is no XML, or as the limits say."""
        with _told(self._parser):
            self._parser.Parse(block, False)
            self._fed += len(block)
            if self._fed - self._parser.CurrentByteIndex > self._longest_tag:
                raise XmlRefused(f"it has a tag longer than {self._longest_tag:,} bytes")

    def close(self) -> None:
        """Say that nothing follows. Raises XmlRefused where something is still open."""
        with _told(self._parser):
            self._parser.Parse(b"", True)


def _run(parser: expat.XMLParserType, content: bytes, limits: XmlLimits) -> None:
    if len(content) > limits.bytes:
        raise XmlRefused(f"it is larger than {limits.bytes // 1_000_000} MB")
    with _told(parser):
        parser.Parse(content, True)


@contextmanager
def _told(parser: expat.XMLParserType) -> Iterator[None]:
    """Say where what is refused stands."""
    try:
        yield
    except XmlRefused as refusal:
        refusal.line = parser.CurrentLineNumber
        raise
    except expat.ExpatError as problem:
        raise XmlRefused(f"it is not XML: {expat.ErrorString(problem.code)}", problem.lineno) from problem
