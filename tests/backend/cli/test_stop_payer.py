"""`coprod payer`, as people run it (rule 7.2)."""

from tests.backend.cli.test_prove_mirror import ask, run
from tests.backend.royalties.process import Workers
from tests.backend.terms import EURO
from tests.backend.world import World

OPEN = "select count(*) from transactions"


def test_a_stop_by_command_holds_a_worker_until_the_start(
    workers: Workers, world: World, database_url: str
) -> None:
    """7.2: the reason is said by the worker and by `status`; afterwards everybody is paid, and it is known
    what that cost."""
    project = world.raise_funds()
    code, out, err = run(workers, "payer", "stop", "the keystore was copied")
    assert (code, err) == (0, "")
    assert out.startswith("Stopped.")
    world.deposit(project, 1_000 * EURO)
    workers.start()
    workers.wait_until(
        lambda: "Nothing is sent: the keystore was copied" in workers.last_words(), seconds=120
    )
    assert ask(database_url, OPEN) == [(0,)]
    assert "Stopped: the keystore was copied" in run(workers, "payer", "status")[1]

    assert run(workers, "payer", "start")[0] == 0
    workers.wait_until(lambda: world.call("ShareToken", project.share_token, "claimable", world.fan) == (0,))
    workers.wait_until(lambda: ask(database_url, "select 1 from transactions where gas_used > 0") == [(1,)])
    assert workers.stop() == [0]
    assert "payout" in run(workers, "payer", "status")[1]
    code, out, _ = run(workers, "payer", "costs")
    assert code == 0
    ((gas, wei),) = ask(database_url, "select gas_used, (gas_used * gas_price)::text from transactions")
    told = [line.split() for line in out.splitlines() if "Premier album" in line or " all " in line]
    assert [each[-5:-2] for each in told] == 2 * [["2", "1", f"{gas:,}"]]
    (spent,) = [line.split() for line in out.splitlines() if world.payer in line]
    assert spent[:4] == ["payout", world.payer, "1", f"{gas:,}"]
    assert {each[-1] for each in (*told, spent)} == {f"0.{int(str(wei)):018d}"}

    code, _, err = run(workers, "payer", "abandon", "1")
    assert code == 1
    assert "is not dropped" in err
