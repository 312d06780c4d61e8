"""Where checkpoints go: a file that only grows, and syslog over a socket, UDP and TCP."""

import json
import socket
import threading
from datetime import UTC, datetime

import pytest

from attending.ledger import destinations
from attending.ledger.errors import LedgerError

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
LINE = destinations.line(at=AT, size=3, reason="decision.signed", note="origin\n3\nroot\n\n\N{EM DASH} origin sig\n")


def send_to(settings, *, file=None, syslog=""):
    settings.ATTENDING_CHECKPOINT_FILE, settings.ATTENDING_CHECKPOINT_SYSLOG = file, syslog
    for destination in destinations.configured():
        destination.send(LINE, AT)


def test_nothing_is_configured_by_default(settings):
    settings.ATTENDING_CHECKPOINT_FILE, settings.ATTENDING_CHECKPOINT_SYSLOG = None, ""
    assert destinations.configured() == []


def test_a_file_gets_one_line_for_each_checkpoint(settings, tmp_path):
    path = tmp_path / "kept.jsonl"
    send_to(settings, file=path)
    send_to(settings, file=path)
    assert len(path.read_text().splitlines()) == 2
    assert destinations.notes_in(path.read_text()) == [json.loads(LINE)["note"]] * 2


def test_a_folder_that_is_not_there_is_an_error(settings, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        send_to(settings, file=tmp_path / "absent" / "kept.jsonl")


def test_a_local_socket_gets_an_rfc_5424_message(settings, tmp_path):
    path = str(tmp_path / "log")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(path)
        send_to(settings, syslog=path)
        message = receiver.recv(65536).decode()
    assert message.startswith("<109>1 2026-03-05T12:00:00.000000Z ")
    assert json.loads(message.partition(" checkpoint - ")[2])["size"] == 3


@pytest.mark.parametrize("prefix", ["", "udp:"])
def test_udp(settings, prefix):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        send_to(settings, syslog=f"{prefix}127.0.0.1:{receiver.getsockname()[1]}")
        assert receiver.recv(65536).endswith(LINE.encode())


def test_tcp_frames_the_message_by_its_length(settings):
    received = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def take():
            connection, _ = server.accept()
            with connection:
                while part := connection.recv(65536):
                    received.append(part)

        thread = threading.Thread(target=take)
        thread.start()
        send_to(settings, syslog=f"tcp:127.0.0.1:{server.getsockname()[1]}")
        thread.join(5)
    length, _, message = b"".join(received).partition(b" ")
    assert int(length) == len(message)
    assert message.endswith(LINE.encode())


@pytest.mark.parametrize("address", ["loghost", "udp:", "tcp:loghost", "loghost:abc", ":514"])
def test_an_address_that_cannot_be_used_says_how_to_write_it(settings, address):
    with pytest.raises(LedgerError, match="tcp:host:port"):
        send_to(settings, syslog=address)


@pytest.mark.parametrize("text", ['{"note": 1}\n', "{\n", '{"size": 3}\n', '{"note": "a"}\n[]\n'])
def test_a_file_that_holds_no_notes_is_refused_by_line(text):
    with pytest.raises(LedgerError, match=r"Line [12]"):
        destinations.notes_in(text)
