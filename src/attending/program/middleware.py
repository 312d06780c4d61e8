"""What must hold of the installation before a page of any room is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from attending.program.acting import NotFoundedError


class FoundFirst:
    """In a new installation every page leads its administrator to found the organisation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn NotFoundedError into the way to the first page."""
        return redirect("program:found") if isinstance(exception, NotFoundedError) else None
