"""Papers for every room, so that they look alike: PDF set with Typst, sheets of HTML, and text for a terminal."""

from attending.documents.pdf import DocumentError, Image, Json, fingerprint, pdf

__all__ = ["DocumentError", "Image", "Json", "fingerprint", "pdf"]
