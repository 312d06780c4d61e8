"""XML from outside: read whole, bounded, and without a document type."""

import pytest

from attending.documents.xml import DocumentTypeRefused, XmlLimits, XmlRefused, read_xml, scan_xml

TEXT = b'<a xmlns="urn:x" xmlns:y="urn:y" one="1" y:two="2">\n  <b>t&lt;<![CDATA[&]]></b>\n  <y:b/>\n</a>'


def test_elements_have_namespace_name_attributes_text_and_line():
    root = read_xml(TEXT)
    assert (root.namespace, root.name, root.line) == ("urn:x", "a", 1)
    assert root.attributes == {"one": "1", "urn:y two": "2"}
    assert [(each.namespace, each.name, each.line) for each in root.children] == [("urn:x", "b", 2), ("urn:y", "b", 3)]
    assert root.first("urn:x", "b").text == "t<&"
    assert root.first("urn:y", "c") is None
    assert len(list(root.all("urn:x"))) == 1


def test_a_scan_meets_each_element_once():
    seen = []
    scan_xml(TEXT, lambda namespace, name, attributes: seen.append((namespace, name, len(attributes))))
    assert seen == [("urn:x", "a", 2), ("urn:x", "b", 0), ("urn:y", "b", 0)]


def test_a_document_type_is_refused_with_its_line():
    with pytest.raises(DocumentTypeRefused, match="document type") as refusal:
        read_xml(b"<?xml version='1.0'?>\n<!DOCTYPE a>\n<a/>")
    assert refusal.value.line == 2


@pytest.mark.parametrize(
    ("content", "limits", "words"),
    [
        (b"<a>" + b"<b/>" * 9 + b"</a>", XmlLimits(elements=9), "more than 9 elements"),
        (b"<a><b><c/></b></a>", XmlLimits(depth=2), "nested deeper than 2 levels"),
        (b"<a/>" + b" " * 1_000_000, XmlLimits(bytes=1_000_000), "larger than 1 MB"),
        (b"<a>\n<b></a>", XmlLimits(), "mismatched tag"),
    ],
)
def test_what_is_too_large_or_no_xml_is_refused(content, limits, words):
    with pytest.raises(XmlRefused, match=words):
        read_xml(content, limits)
