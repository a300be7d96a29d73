"""What the tests of fates do: register, answer, send from the fan's wallet, follow."""

import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import contracts
from backend.chain.client import ChainClient
from backend.fates.follow import claim, drop_unsent, look, record
from backend.queries.snapshot import open_snapshot
from backend.tables import fates
from tests.backend.conftest import Follow
from tests.backend.world import Project, World

GWEI = 10**9
Json = dict[str, Any]


@dataclass
class Desk:
    """The fan's wallet, the server's routes, and the worker's steps, one at a time."""

    world: World
    project: Project
    engine: AsyncEngine
    node: ChainClient
    client: httpx.AsyncClient
    follow_mirror: Follow
    clock: int = field(default_factory=lambda: int(time.time()))

    # --- the page ---

    def calls(self, shares: int = 10) -> list[Json]:
        return [{"to": self.project.campaign, "data": "0x" + self.data("contribute", shares, 0).hex()}]

    @staticmethod
    def data(function: str, *arguments: Any) -> bytes:
        return contracts.encode_call("Campaign", function, *arguments)

    async def post(self, status: int = 201, **changes: Any) -> Json:
        body = {
            "action": "contribute",
            "campaign": self.project.campaign,
            "wallet": self.world.fan,
            "calls": self.calls(),
        }
        answer = await self.client.post("/v1/transactions", json=body | changes)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    async def put(self, id: str, status: int = 200, **said: Any) -> Json:
        answer = await self.client.put(f"/v1/transactions/{id}", json=said)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    async def get(self, id: str, **headers: str) -> Json:
        answer = await self.client.get(f"/v1/transactions/{id}", headers=headers)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def listed(self, wallet: str) -> list[Json]:
        answer = await self.client.get(f"/v1/wallets/{wallet}/transactions")
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["transactions"]
        return found

    # --- the wallet ---

    def send(self, sender: str, to: str, data: bytes = b"", **more: Any) -> str:
        """Into the pool; its hash. gwei: what a unit of gas may cost; nonce: if not the next one."""
        call: Json = {
            "from": sender,
            "to": to,
            "data": "0x" + data.hex(),
            "gas": hex(more.pop("gas", 900_000)),
        }
        gwei = more.pop("gwei", 10)
        call |= {"maxFeePerGas": hex(gwei * GWEI), "maxPriorityFeePerGas": hex(gwei * GWEI // 2)}
        call |= {name: hex(value) for name, value in more.items()}
        return str(self.world.request("eth_sendTransaction", call))

    def contribute(self, shares: int = 10, **more: Any) -> str:
        return self.send(self.world.fan, self.project.campaign, self.data("contribute", shares, 0), **more)

    def nonce(self, wallet: str) -> int:
        return int(self.world.request("eth_getTransactionCount", wallet, "latest"), 16)

    # --- the worker ---

    async def work(self, seconds: int = 3600) -> None:
        """The mirror is where the chain is, and whatever is open is looked at once."""
        await self.follow_mirror()
        self.clock += seconds
        async with self.engine.begin() as connection:
            claimed = await claim(connection, self.clock)
        async with open_snapshot(self.engine) as connection:
            sightings = await look(connection, self.node, claimed)
        async with self.engine.begin() as connection:
            await record(connection, sightings, self.clock)

    async def tidy(self) -> None:
        """What was never sent is dropped, when it is old."""
        async with self.engine.begin() as connection:
            await drop_unsent(connection, self.clock)

    async def status(self, id: str) -> str:
        return str((await self.get(id))["status"])

    async def path(self, id: str) -> list[str]:
        """All statuses that it had."""
        return [each["status"] for each in (await self.get(id))["history"]]

    async def rows(self) -> list[Any]:
        async with self.engine.connect() as connection:
            return list(await connection.execute(select(fates).order_by(fates.c.created_at)))
