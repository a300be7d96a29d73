"""A local PostgreSQL starts, continues its folder after any end, and never outlives its parent."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from backend.local import ChildFailed, PartMissing, Postgres, postgres
from tests.backend.local.ended import has_ended


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Postgres]:
    with Postgres(tmp_path / "database", durable=False) as running:
        yield running


def connect(server: Postgres) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(server.url_of("coprod", driver=""), autocommit=True)


def test_what_was_committed_is_there_after_stop_and_start(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "a folder with spaces and ü")
    with server, connect(server) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)
        connection.execute("create table share (holder text)")
        connection.execute("insert into share values ('fan')")
    with server, connect(server) as connection:
        assert connection.execute("select holder from share").fetchall() == [("fan",)]


def test_what_was_committed_is_there_after_kill_9_of_the_server(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "database").start()
    with connect(server) as connection:
        connection.execute("create table share as select 'fan' as holder")
    psutil.Process(server.pid).send_signal(signal.SIGKILL)
    server.stop()
    assert (tmp_path / "database" / "cluster" / "postmaster.pid").exists()
    with server, connect(server) as connection:
        assert connection.execute("select holder from share").fetchall() == [("fan",)]


def test_pid_file_with_the_number_of_another_program_is_no_obstacle(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "database", durable=False).start()
    pid_file = tmp_path / "database" / "cluster" / "postmaster.pid"
    left_behind = pid_file.read_text()
    server.stop()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pid_file.write_text(left_behind.replace(left_behind.split("\n")[0], str(stranger.pid), 1))
        with server:
            assert stranger.poll() is None
        stranger.kill()


def test_server_ends_when_its_parent_is_killed_and_the_folder_is_free(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from backend.local import Postgres; "
        "print(Postgres(Path(sys.argv[1])).start().pid, flush=True); input()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "database")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        first = psutil.Process(int(parent.stdout.readline()))
        with pytest.raises(ChildFailed, match="another process runs the database"):
            Postgres(tmp_path / "database").start()
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        with Postgres(tmp_path / "database") as second:
            assert has_ended(first, seconds=1)
            assert psutil.pid_exists(second.pid)


def test_two_folders_at_once_are_two_servers(database: Postgres, tmp_path: Path) -> None:
    with Postgres(tmp_path / "other", durable=False) as other:
        assert database.port != other.port
        with connect(database) as connection:
            connection.execute("create table only_here ()")
        with connect(other) as connection:
            assert connection.execute("select to_regclass('only_here')").fetchone() == (None,)


def test_databases_are_made_from_a_template_and_dropped(database: Postgres) -> None:
    with connect(database) as connection:
        connection.execute("create table share as select 'fan' as holder")
    copy = database.create_database("copy", template="coprod")
    assert database.create_database("copy") == copy
    with psycopg.connect(database.url_of("copy", driver="")) as connection:
        assert connection.execute("select holder from share").fetchall() == [("fan",)]
    database.drop_database("copy")
    database.drop_database("copy")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(database.url_of("copy", driver=""))


def test_a_stranger_on_the_machine_needs_the_password(database: Postgres) -> None:
    url = database.url_of("coprod", driver="")
    password = url.split(":")[2].split("@")[0]
    assert (database.folder / "password").stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guessed"))


def test_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(ChildFailed, match="Address already in use"):
            Postgres(tmp_path / "database", port=listener.getsockname()[1], durable=False).start()


def test_interrupted_first_start_is_done_again(tmp_path: Path) -> None:
    half_made = tmp_path / "database" / "cluster.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    with Postgres(tmp_path / "database", durable=False) as server, connect(server) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_folder_of_another_version_is_left_alone(tmp_path: Path) -> None:
    cluster = tmp_path / "database" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(ChildFailed, match="made by PostgreSQL 14"):
        Postgres(tmp_path / "database").start()
    assert [file.name for file in cluster.iterdir()] == ["PG_VERSION"]


def test_missing_server_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "site_packages", lambda package: tmp_path / package)
    with pytest.raises(PartMissing, match="make setup"):
        Postgres(tmp_path / "database").start()
