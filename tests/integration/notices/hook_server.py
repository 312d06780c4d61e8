"""A real HTTP server on this machine that is told by webhook."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from attending.notices.settings import Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Hooked:
    """Each request's headers and body; ``answers`` are given in turn, the last one for good."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def webhook(self) -> Webhook:
        return Webhook(self.url, SECRET)


@contextmanager
def hook_server() -> Iterator[Hooked]:
    """The server while the block runs."""
    hooked = Hooked()

    class Answering(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hooked.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(hooked.answers.pop(0) if len(hooked.answers) > 1 else hooked.answers[0])
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    handler = type("Handler", (Answering,), {"do_POST": Answering.answer})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    hooked.url = f"http://127.0.0.1:{server.server_port}/told?room=icu"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield hooked
    finally:
        server.shutdown()
        server.server_close()
