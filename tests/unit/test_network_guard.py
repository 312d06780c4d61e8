"""Tests cannot leave this machine by accident."""

import socket

import pytest


def test_a_test_cannot_reach_another_machine():
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_a_name():
    with pytest.raises(pytest.fail.Exception, match="example"):
        socket.getaddrinfo("www.example.org", 443)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert socket.getaddrinfo("localhost", 80)
