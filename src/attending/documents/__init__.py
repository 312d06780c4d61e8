"""PDF documents set with Typst: one helper for every room, so that papers look alike and say what they are made of."""

from attending.documents.pdf import DocumentError, Image, Json, fingerprint, pdf

__all__ = ["DocumentError", "Image", "Json", "fingerprint", "pdf"]
