"""Small files that people hand over: kept in memory, and stopped as soon as they are larger than they may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from attending.program.acting import acting_person

Rest = ParamSpec("Rest")


class SmallUpload(MemoryFileUploadHandler):
    """Keeps a file of at most ``most`` bytes in memory, and stops as soon as it is larger."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most, self.received, self.too_large = most, 0, False

    def handle_raw_input(self, *_args: Any, **_keywords: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > self.most:
            self.too_large = True
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)

    def refuse_large(self, form: BaseForm, field: str) -> None:
        """Make a file that was too large an error of its field."""
        if self.too_large:
            form.errors.pop(field, None)
            form.add_error(field, f"The file is larger than {self.most // 2**20} MB. Divide it.")


def small_uploads(
    most: int,
) -> Callable[
    [Callable[Concatenate[HttpRequest, SmallUpload, Rest], HttpResponse]],
    Callable[Concatenate[HttpRequest, Rest], HttpResponse],
]:
    """A view that takes files of at most ``most`` bytes from a person; it is given the handler that received them.

    The token is checked once the upload has a place to go, so that nobody fills the disk.
    """

    def taking(
        view: Callable[Concatenate[HttpRequest, SmallUpload, Rest], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def wrapper(request: HttpRequest, /, *args: Rest.args, **keywords: Rest.kwargs) -> HttpResponse:
            acting_person(request)
            handler = SmallUpload(request, most)
            request.upload_handlers = [handler]

            @csrf_protect
            def checked(request: HttpRequest) -> HttpResponse:
                return view(request, handler, *args, **keywords)

            answer: HttpResponse = checked(request)
            return answer

        return wrapper

    return taking
