"""Two people approve above the project's threshold, on their terminals (rule 7.2)."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from backend.mirror.sync import Step
from backend.royalties.statements.signing import sign
from tests.backend.cli.test_import_statements import importing
from tests.backend.cli.test_prove_mirror import ask, run
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import small_file
from tests.backend.royalties.process import Workers
from tests.backend.world import World

Follow = Callable[[], Awaitable[Step]]


def sign_printed(printed: str, name: str) -> str:
    """As a wallet does with what a command printed, all of it."""
    return "0x" + sign(key_of(name), json.loads(printed)).hex()


async def test_each_command_says_what_comes_next_and_the_list_who_has_approved(
    workers: Workers, world: World, follow: Follow, database_url: str, tmp_path: Path
) -> None:
    project = world.raise_funds()
    await follow()
    people = ["--person", world.artist, "--person", world.collector]
    rule = ["statements", "rule", "--campaign", project.campaign, *people, "--threshold"]
    code, _, err = run(workers, *rule, "1 000")
    assert code == 2
    assert "'--threshold': “1 000” is not a number" in " ".join(err.split())
    code, out, err = run(workers, *rule, "500")
    assert (code, "--signature" in err) == (0, True)
    code, out, err = run(workers, *rule, "500", "--signature", sign_printed(out, "producer"))
    assert (code, err) == (0, "")
    assert "one of 2 people approves a statement, and two of them where its net is above 500.00" in out

    file = tmp_path / "record.tsv"
    file.write_bytes(small_file("1000.00"))
    assert run(workers, *importing(file, world, project, "--rest", "ours"))[0] == 0
    assert "approved by 0 of 2" in run(workers, "statements", "list")[1]
    code, printed, err = run(workers, "statements", "to-sign", "1")
    assert (code, "coprod statements approve 1 --signature" in err) == (0, True)
    for name, said, status in (
        ("artist", "somebody else's", "imported"),
        ("collector", "is approved", "approved"),
    ):
        code, out, err = run(
            workers, "statements", "approve", "1", "--signature", sign_printed(printed, name)
        )
        assert (code, err) == (0, "")
        assert said in out
        assert ask(database_url, "select status from statements") == [(status,)]
        if status == "imported":
            assert f"approved by 1 of 2 ({world.artist})" in out
