"""The administrator's file of connections: no secret stands in it, and what cannot be opened is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from attending.sources import LogRefused, read_connections
from attending.sources.engines.connection import ConnectionFault
from attending.sources.engines.warehouse import check_driver


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "connections.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_secret_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, '[lake]\nurl = "postgresql://reader@host/db"\npassword_env = "LAKE"\n')
    lake = read_connections(path)["lake"]
    with pytest.raises(ConnectionFault, match="LAKE, which is not set"):
        lake.resolved()
    monkeypatch.setenv("LAKE", "hidden")
    assert (lake.kind, lake.resolved()) == ("postgres", {"password": "hidden"})
    assert "hidden" not in repr(lake)


@pytest.mark.parametrize(
    "stated",
    ['kind = "postgres"\npassword = "x"', 'url = "postgresql://a:b@host/db"', 'kind = "snowflake"\naccess_token = "x"'],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, stated: str) -> None:
    with pytest.raises(ConnectionFault, match="environment variable") as caught:
        read_connections(written(tmp_path, f"[lake]\n{stated}\n"))
    assert '"x"' not in str(caught.value)


def test_a_file_that_others_may_change_or_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConnectionFault, match="chmod"):
        read_connections(written(tmp_path, '[lake]\nkind = "postgres"\n', 0o666))
    with pytest.raises(ConnectionFault, match="not TOML"):
        read_connections(written(tmp_path, "[lake"))
    with pytest.raises(ConnectionFault, match="cannot be read"):
        read_connections(tmp_path / "none.toml")


def test_a_missing_driver_is_named_with_its_package() -> None:
    with pytest.raises(LogRefused, match=r"ibis-framework\[snowflake\]"):
        check_driver("snowflake")
