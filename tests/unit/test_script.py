"""The one script: its list of commands, its locks, and how it decides what is already installed."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from attending.cli.main import COMMANDS, main

REPOSITORY = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def run(*arguments: str, cwd: Path = REPOSITORY, script: Path = REPOSITORY / "attending", **environment: str):
    return subprocess.run(
        [str(script), *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((REPOSITORY / name).read_text()))


def test_alone_it_lists_its_commands_with_a_line_each():
    listed = run()
    assert listed.returncode == 0
    for name, command in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(command.summary)}$", listed.stdout, re.MULTILINE)
    for name in ("test", "lint", "docs", "lock"):
        assert re.search(rf"^  {name} +\S", listed.stdout, re.MULTILINE)


def test_every_command_it_lists_is_one_it_runs():
    script = (REPOSITORY / "attending").read_text()
    (arm,) = re.findall(r"^(demo \|[^)]*)\)$", script, re.MULTILINE)
    assert set(re.findall(r"[a-z]+", arm)) == set(COMMANDS)


def test_an_unknown_command_ends_with_2_and_the_list():
    refused = run("tset")
    assert refused.returncode == 2
    assert "there is no command 'tset'" in refused.stderr
    assert "  test " in refused.stderr


def test_the_python_command_answers_in_the_same_way(capsys):
    with pytest.raises(SystemExit) as left:
        main(["tset"])
    assert left.value.code == 2
    assert "there is no command 'tset'" in capsys.readouterr().err
    with pytest.raises(SystemExit) as left:
        main([])
    assert left.value.code == 0


def test_a_wrong_variable_is_named_and_ends_with_2(plain_environment, monkeypatch, capsys):
    monkeypatch.setenv("ATTENDING_HTTPS", "maybe")
    with pytest.raises(SystemExit) as left:
        main(["doctor"])
    assert left.value.code == 2
    assert "ATTENDING_HTTPS is 'maybe'; write yes or no." in capsys.readouterr().err


def test_it_finds_its_home_through_a_link_and_from_another_folder(tmp_path):
    link = tmp_path / "a folder" / "attending"
    link.parent.mkdir()
    link.symlink_to(REPOSITORY / "attending")
    assert run(cwd=tmp_path, script=link).returncode == 0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the script with locks, and an environment whose ``python`` only tells that it was called."""
    folder = tmp_path / "with a space"
    (folder / ".venv/bin").mkdir(parents=True)
    python = folder / ".venv/bin/python"
    python.write_text('#!/bin/sh\necho "ran $* with $ATTENDING_DATA"\n')
    python.chmod(0o755)
    for name in ("attending", "requirements.txt", "requirements-test.txt"):
        target = folder / name
        target.write_bytes((REPOSITORY / name).read_bytes())
    (folder / "attending").chmod(0o755)
    return folder


@pytest.mark.parametrize(("stamp", "lock"), [("run", "requirements.txt"), ("test", "requirements-test.txt")])
def test_a_start_that_matches_its_stamp_installs_nothing(home, tmp_path, plain_environment, stamp, lock):
    (home / f".venv/installed-{stamp}").write_bytes((home / lock).read_bytes())
    started = run("serve", "--port", "8001", cwd=tmp_path, script=home / "attending", PATH="/usr/bin:/bin")
    assert started.stderr == ""
    assert started.stdout == f"ran -m attending.cli.main serve --port 8001 with {home}/attending-data\n"
    assert not (home / ".tools").exists()


def test_the_demonstration_has_a_data_folder_of_its_own(home, plain_environment):
    (home / ".venv/installed-run").write_bytes((home / "requirements.txt").read_bytes())
    assert run("demo", script=home / "attending").stdout.endswith(f"with {home}/demo-data\n")
    assert run("demo", script=home / "attending", ATTENDING_DATA="/srv/x").stdout.endswith("with /srv/x\n")


def test_the_test_lock_holds_all_of_the_run_time_lock():
    run_time, test = pins("requirements.txt"), pins("requirements-test.txt")
    assert run_time
    assert run_time.items() <= test.items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "requirements-uv.txt"])
def test_every_locked_package_has_a_hash_and_no_address(name):
    text = (REPOSITORY / name).read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        if PIN.match(block):
            assert "--hash=sha256:" in block, block.splitlines()[0]
