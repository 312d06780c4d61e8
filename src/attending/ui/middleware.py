"""What a browser is told where a page was asked for and only a form is taken."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SentOnly:
    """An address that only takes what a form sends says so, where it would show an empty page.

    People come to one when their login ended while they wrote, or when they open the address of a page of errors anew.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a refused GET its page; the status and ``Allow`` stay."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method not in {"GET", "HEAD"} or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
