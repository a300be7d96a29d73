"""A local chain: one anvil process."""

import json
import os
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from backend.local.missing import require
from backend.local.paths import NODE_MODULES
from backend.local.processes import Child, ChildFailed

BINARY = NODE_MODULES / "@foundry-rs" / "anvil-linux-amd64" / "bin" / "anvil"
STATES = 1_000
"""How many past blocks balances and contracts can be asked for."""
MNEMONIC = "test test test test test test test test test test test junk"
"""Everybody knows these keys: they are for chains that live on one machine."""


class Anvil:
    """A chain that lives as long as the `with` block, or from start() to stop().

    port: 0 lets the system choose; any other must be free (see free_port).
    state: a file that start() reads when it exists and stop() writes, so that the chain goes on where it was.
    block_time: seconds between blocks; None mines one block per transaction.
    finality: how far `finalized` lags is 2 x this number of blocks (anvil's own default gives 64).
    states: how many past blocks balances and contracts can be asked for; each is a copy of everything.
    enforce_tx_gas_limit: refuse transactions above 16,777,216 gas, as Ethereum does since EIP-7825.
    More options are taken from COPROD_ANVIL_OPTIONS.
    Raises PartMissing without the binary and ChildFailed when it does not start.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        chain_id: int = 31337,
        state: Path | None = None,
        accounts: int = 60,
        block_time: float | None = None,
        block_gas_limit: int = 60_000_000,
        finality: int = 1,
        hardfork: str | None = None,
        enforce_tx_gas_limit: bool = True,
        states: int = STATES,
        silent: bool = True,
        extra: tuple[str, ...] = (),
    ) -> None:
        self._requested_port = port
        self.chain_id = chain_id
        self._state = state
        self._child: Child | None = None
        self._port = 0
        options: dict[str, Any] = {
            "--port": port,
            "--chain-id": chain_id,
            "--accounts": accounts,
            "--mnemonic": MNEMONIC,
            "--gas-limit": block_gas_limit,
            "--slots-in-an-epoch": finality,
            "--block-time": block_time,
            "--hardfork": hardfork,
            "--state": state,
            # Without it anvil writes old states to disk, and never removes them.
            "--prune-history": states,
        }
        self._arguments = [str(part) for pair in options.items() if pair[1] is not None for part in pair]
        self._arguments += ["--enable-tx-gas-limit"] * enforce_tx_gas_limit + ["--quiet"] * silent
        self._arguments += [*extra, *os.environ.get("COPROD_ANVIL_OPTIONS", "").split()]

    @property
    def port(self) -> int:
        return self._port

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}"

    def start(self) -> Self:
        binary = require("anvil (npm @foundry-rs/anvil-linux-amd64)", BINARY)
        if self._state:
            self._state.parent.mkdir(parents=True, exist_ok=True)
        self._child = Child("anvil", [binary, *self._arguments, *self._clock()])
        try:
            self._child.wait_until(self._answers, seconds=30)
        except ChildFailed as failed:
            if "Address already in use" in str(failed):
                raise ChildFailed(
                    f"anvil cannot have port {self._requested_port}: somebody listens there, try again"
                ) from None
            raise
        return self

    def stop(self) -> None:
        """Stop it with SIGTERM, which makes it write its state file first."""
        if self._child:
            self._child.stop()
            self._child = None

    def request(self, method: str, *parameters: Any) -> Any:
        """One JSON-RPC call, such as anvil_mine or evm_snapshot. Raises ChildFailed on an error answer."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).encode()
        call = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(call, timeout=60) as answer:
            reply = json.load(answer)
        if "error" in reply:
            raise ChildFailed(f"anvil refused {method}: {reply['error'].get('message', reply['error'])}")
        return reply["result"]

    def _clock(self) -> list[str]:
        """A chain whose clock was moved forward goes on from there: anvil alone would go back to today."""
        if self._state is None or not self._state.exists():
            return []
        last = int(json.loads(self._state.read_bytes())["block"]["timestamp"], 16)
        return ["--timestamp", str(max(last, int(time.time())))]

    def _running(self) -> Child:
        if self._child is None:
            raise ChildFailed("anvil is not running: start() it first")
        return self._child

    def _answers(self) -> bool:
        """Whether this very process listens and answers, and not another program on its port."""
        try:
            connections = psutil.Process(self.pid).connections("tcp")
            self._port = next(each.laddr.port for each in connections if each.status == psutil.CONN_LISTEN)
            return int(self.request("eth_chainId"), 16) == self.chain_id
        except (psutil.Error, StopIteration, urllib.error.URLError, ConnectionError):
            return False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
