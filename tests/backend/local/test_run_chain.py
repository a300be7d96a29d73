"""A local chain starts, says why when it cannot, and never outlives its parent."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from backend.local import Anvil, ChildFailed, PartMissing, anvil, free_port
from tests.backend.local.ended import has_ended


def test_two_chains_at_once_are_two_chains() -> None:
    with Anvil() as first, Anvil(chain_id=4242) as second:
        first.request("anvil_mine", "0x5")
        assert first.port != second.port
        assert int(first.request("eth_blockNumber"), 16) == 5
        assert int(second.request("eth_blockNumber"), 16) == 0
        assert int(second.request("eth_chainId"), 16) == 4242


def test_chain_has_the_limits_that_were_asked_for() -> None:
    with Anvil(accounts=55, block_gas_limit=40_000_000) as chain:
        accounts = chain.request("eth_accounts")
        assert len(accounts) == 55
        assert int(chain.request("eth_getBlockByNumber", "latest", False)["gasLimit"], 16) == 40_000_000
        chain.request("anvil_mine", "0xa")
        assert int(chain.request("eth_getBlockByNumber", "finalized", False)["number"], 16) == 8
        greedy = {"from": accounts[0], "to": accounts[1], "gas": hex(2**24 + 1)}
        with pytest.raises(ChildFailed, match="eth_sendTransaction"):
            chain.request("eth_sendTransaction", greedy)


def test_state_file_continues_the_chain(tmp_path: Path) -> None:
    state = tmp_path / "chain" / "state.json"
    with Anvil(state=state) as chain:
        chain.request("anvil_mine", "0x7")
        last = chain.request("eth_getBlockByNumber", "latest", False)["hash"]
    with Anvil(state=state) as chain:
        assert chain.request("eth_getBlockByNumber", "latest", False)["hash"] == last


def test_state_file_continues_a_clock_that_was_moved_forward(tmp_path: Path) -> None:
    def latest(chain: Anvil) -> int:
        return int(chain.request("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    with Anvil(state=tmp_path / "state.json") as chain:
        chain.request("evm_increaseTime", 40 * 86_400)
        chain.request("evm_mine")
        last = latest(chain)
    with Anvil(state=tmp_path / "state.json") as chain:
        chain.request("evm_mine")
        assert 0 <= latest(chain) - last < 3_600


def test_stop_frees_the_port_and_may_be_repeated() -> None:
    chain = Anvil().start()
    pid, port = chain.pid, chain.port
    chain.stop()
    chain.stop()
    assert not psutil.pid_exists(pid)
    assert free_port(port) == port


def test_taken_port_is_named() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(ChildFailed, match=f"cannot have port {port}"):
            Anvil(port=port).start()
        assert free_port(port) != port


def test_refused_option_shows_what_anvil_said() -> None:
    with pytest.raises(ChildFailed, match="no-such-option"):
        Anvil(extra=("--no-such-option",)).start()


def test_missing_binary_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(anvil, "BINARY", tmp_path / "anvil")
    with pytest.raises(PartMissing, match="make setup"):
        Anvil().start()


def test_chain_ends_when_its_parent_is_killed() -> None:
    program = "from backend.local import Anvil; print(Anvil().start().pid, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        chain = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
        assert has_ended(chain)
