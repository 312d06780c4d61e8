"""What must hold of the installation before a page of any room is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from attending.program.acting import NotFoundedError, acting_person


class FoundFirst:
    """In a new installation every page leads its administrator to found the organisation."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn NotFoundedError into the way to the first page."""
        return redirect("program:found") if isinstance(exception, NotFoundedError) else None


class PeopleOnly:
    """No page of any room, nor the record, is for a login that is nobody active in the program.

    A page asks for the person itself where it acts for them; this holds for those that never ask. One's own login
    (``accounts`` and the pages of the login library, which have no namespace) and the founding come before a person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Sequence[Any], _kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Refuse a login without a person, and lead the first administrator to found the organisation."""
        match = request.resolver_match
        if match is None or not getattr(view, "login_required", True):
            return None
        if match.namespace in {"", "accounts"} or match.view_name == "program:found":
            return None
        try:
            acting_person(request)
        except NotFoundedError:
            return redirect("program:found")
        return None
