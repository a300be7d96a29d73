"""The embedded database is started once, and found by whoever comes later."""

from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import ArgumentError

from backend.db import find_running, open_database, with_driver
from backend.settings import Settings


def connects(url: str) -> bool:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_who_comes_later_finds_the_running_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=None)
    assert find_running(settings.database_folder) is None
    with open_database(settings) as first:
        with open_database(settings) as second:
            assert second == first
        assert connects(first)
    assert find_running(settings.database_folder) is None


def test_a_server_that_was_killed_is_not_running(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=None)
    cluster = settings.database_folder / "cluster"
    cluster.mkdir(parents=True)
    (settings.database_folder / "password").write_text("secret")
    (cluster / "postmaster.pid").write_text("999999999\n/somewhere\n0\n5432\n\n127.0.0.1\n0 0\nready\n")
    assert find_running(settings.database_folder) is None


def test_a_server_by_url_is_taken_as_it_is(tmp_path: Path) -> None:
    url = "postgresql://somebody:secret@db.example.org/coprod"
    settings = Settings(home=tmp_path, database_url=SecretStr(url))
    with open_database(settings) as found:
        assert found == url
    assert not settings.database_folder.exists()
    assert with_driver(url) == "postgresql+psycopg://somebody:secret@db.example.org/coprod"


def test_a_url_that_is_none_is_refused() -> None:
    with pytest.raises(ArgumentError):
        with_driver("not a url")
