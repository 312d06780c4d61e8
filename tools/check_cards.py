"""``python -m tools.check_cards XSD CARD...``: read each card, write it again, and hold both against the schema.

Outside the test suite: schema and cards of others are not part of this project, and are read where they lie. Nothing is
fetched: the schema's import of XML signatures is taken out, so a signed card is read but not held against it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import etree

from attending.cards.chai import CardRefused, findings, read_card, write_card

_XSD = "{http://www.w3.org/2001/XMLSchema}"


def main(arguments: list[str]) -> int:
    """Print a line for each card; 0 when every one came back whole and valid, 1 when not, 2 for wrong use."""
    if len(arguments) < 2:
        print("Usage: python -m tools.check_cards XSD CARD...", file=sys.stderr)
        return 2
    schema = _schema(Path(arguments[0]))
    held = [_check(schema, Path(name)) for name in arguments[1:]]
    return int(not all(held))


def _schema(path: Path) -> etree.XMLSchema:
    tree = etree.parse(str(path), _parser())
    root = tree.getroot()
    for element in [*root.iter(f"{_XSD}import"), *root.iter(f"{_XSD}element")]:
        if element.tag == f"{_XSD}import" or element.get("ref", "").startswith("ds:"):
            element.getparent().remove(element)
    return etree.XMLSchema(tree)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)


def _check(schema: etree.XMLSchema, path: Path) -> bool:
    content = path.read_bytes()
    try:
        read = read_card(content)
        written = write_card(read.card)
    except CardRefused as refusal:
        print(f"{path.name}: refused. {refusal}")
        return False
    before, after = (etree.fromstring(each, _parser()) for each in (content, written))
    checks = {
        "valid as it came": schema.validate(before),
        "valid as written": schema.validate(after),
        "same content": list(_content(before)) == list(_content(after)),
        "same card": read_card(written).card == read.card,
    }
    results = sum(len(each) for each in read.card.results.values())
    said = ", ".join(f"{name}: {'yes' if held else 'NO'}" for name, held in checks.items())
    weak = findings(read.card)
    print(f"{path.name}: {said}; {results} metric results, {len(weak)} weak points")
    for finding in weak:
        print(f"    {finding.flaw}: {finding.sentence}")
    return all(checks.values())


def _content(element: etree._Element) -> list[tuple[str, str]]:
    """Every element in its order with its text to the letter, comments and the space between elements left out."""
    found = []
    for each in element.iter(etree.Element):
        leaf = next(each.iterchildren(etree.Element), None) is None
        found.append((str(each.tag), "".join(each.itertext(etree.Element)) if leaf else ""))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
