"""The doctor's single findings."""

import socket

import pytest
import typer

from attending.cli import doctor
from attending.cli.doctor import State
from attending.web.configuration import Configuration


@pytest.fixture
def configuration(tmp_path):
    def make(**variables: str) -> Configuration:
        return Configuration.from_environment({"ATTENDING_DATA": str(tmp_path / "data"), **variables})

    return make


def test_hosts_may_be_written_with_blanks_after_the_commas(configuration):
    made = configuration(ATTENDING_HOSTS="a.example, b.example,")
    assert made.allowed_hosts[-2:] == ["a.example", "b.example"]
    assert made.trusted_origins == ["https://a.example", "https://b.example"]


def test_a_data_folder_that_others_can_enter_is_a_warning_with_the_command_to_mend_it(tmp_path):
    tmp_path.chmod(0o755)
    line = doctor.folder_mode(tmp_path)
    assert line.state is State.WARNING
    assert line.mend == f"chmod 700 {tmp_path}"
    tmp_path.chmod(0o700)
    assert doctor.folder_mode(tmp_path).state is State.OK


def test_an_unknown_time_zone_is_a_fault():
    assert doctor.time_zone("Mars/Olympus").state is State.FAULT
    assert doctor.time_zone("../etc/passwd").state is State.FAULT
    assert doctor.time_zone("Europe/London").state is State.OK


def test_a_port_in_use_is_a_warning():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert doctor.free_port(port).state is State.WARNING
    assert doctor.free_port(port).state is State.OK


@pytest.mark.parametrize(("free", "state"), [(10 * 2**30, State.OK), (2**30, State.WARNING), (10 * 2**20, State.FAULT)])
def test_room_on_the_disk(tmp_path, monkeypatch, free, state):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert doctor.disk_space(tmp_path).state is state


def test_a_ledger_key_that_others_can_read_is_a_fault(tmp_path):
    key = tmp_path / "ledger.key"
    key.write_text("secret")
    key.chmod(0o644)
    line = doctor.ledger_key(key, recorded=True)
    assert (line.state, line.mend) == (State.FAULT, f"chmod 600 {key}")
    key.chmod(0o600)
    assert doctor.ledger_key(key, recorded=True).state is State.OK


def test_a_missing_ledger_key_is_a_fault_once_there_is_a_record(tmp_path):
    assert doctor.ledger_key(tmp_path / "ledger.key", recorded=False).state is State.OK
    assert doctor.ledger_key(tmp_path / "ledger.key", recorded=True).state is State.FAULT


def test_checkpoints_that_stay_here_are_a_warning(configuration, tmp_path):
    (tmp_path / "data").mkdir()
    [line] = doctor.checkpoint_destination(configuration())
    assert line.state is State.WARNING
    [line] = doctor.checkpoint_destination(configuration(ATTENDING_CHECKPOINT_FILE=str(tmp_path / "checkpoints")))
    assert "same disk" in line.found
    [line] = doctor.checkpoint_destination(configuration(ATTENDING_CHECKPOINT_FILE=str(tmp_path / "none/checkpoints")))
    assert line.state is State.FAULT


def test_packages_are_compared_with_the_lock(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("a==1")
    (tmp_path / "requirements-test.txt").write_text("a==1\nb==2")
    monkeypatch.setattr(doctor.sys, "prefix", str(tmp_path))
    (tmp_path / "installed-run").write_text("a==0")
    assert [line.state for line in doctor.locked_packages(tmp_path)] == [State.WARNING]
    (tmp_path / "installed-run").write_text("a==1")
    assert [line.state for line in doctor.locked_packages(tmp_path)] == [State.OK]


def test_before_the_first_start_it_says_what_makes_the_installation(plain_environment, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ATTENDING_DATA", str(tmp_path / "not yet"))
    doctor.doctor(port=0)
    assert "attending serve makes it" in capsys.readouterr().out
    assert not (tmp_path / "not yet").exists()


def test_a_fault_ends_with_1(plain_environment, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("ATTENDING_DATA", str(tmp_path / "not yet"))
    monkeypatch.setenv("ATTENDING_TIME_ZONE", "Mars/Olympus")
    with pytest.raises(typer.Exit) as left:
        doctor.doctor(port=0)
    assert left.value.exit_code == 1
    assert "1 fault to mend." in capsys.readouterr().out
