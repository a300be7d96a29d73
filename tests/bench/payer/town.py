"""A project with thousands of holders, all of whom are owed royalties."""

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from backend.chain.contracts import encode_call
from backend.local import Anvil
from tests.backend.terms import EURO
from tests.backend.world import Project, World
from tests.bench.miner import Miner

GROSS = 1_000_000 * EURO
EVENTS = 3
"""Of one contribution: who contributed, the shares, and the money."""
PER_BLOCK = 600
BLOCK_GAS = 60_000_000
"""Of the blocks in which they are paid: as on Ethereum."""


class Town:
    """project: whose holders are people without a key, with one to seven shares each. small: has two holders,
    and is there to pay somebody before anything is measured. block_seconds: between blocks when people are
    paid."""

    def __init__(self, anvil: Anvil, holders: int, block_seconds: float) -> None:
        self.world = World(anvil)
        self.block_seconds = block_seconds
        self.shares = {_person(number): 1 + number % 7 for number in range(holders)}
        self.small = self.world.raise_funds()
        self.project = self._raise_funds(anvil)
        # More than 64 blocks old, and so final.
        self.world.mine(70)

    def earn(self, project: Project) -> None:
        """Royalties come in, and enter at once."""
        self.world.deposit(project, GROSS)

    def paid(self) -> int:
        """Units that were paid to holders so far."""
        (_, _, paid) = self.world.call("ShareToken", self.project.share_token, "totals")
        return int(paid)

    def _raise_funds(self, anvil: Anvil) -> Project:
        world, cap = self.world, sum(self.shares.values())
        campaign = {"pricePerShare": EURO, "goal": EURO, "capShares": cap}
        campaign |= {"maxSharesPerFan": cap, "totalBudget": cap * EURO}
        lines = [{"financier": world.financier, "label": "Label", "amount": (cap - 1) * EURO}]
        project = world.propose(world.terms(tiers=[], campaign=campaign, financiers=lines))
        world.start(project)
        world.allow(project, project.campaign, world.payer)
        with Miner(anvil, PER_BLOCK) as miner:
            for holder, shares in self.shares.items():
                data = encode_call("Campaign", "contributeFor", holder, shares)
                miner.send(world.payer, project.campaign, data, events=EVENTS)
            miner.mine()
        world.request("evm_setBlockGasLimit", hex(BLOCK_GAS))
        world.request("evm_setAutomine", True)
        world.finalize(project)
        (supply,) = world.call("ShareToken", project.share_token, "totalSupply")
        assert supply == cap, f"{supply} shares were sold, and {cap} were to be"
        return project


def _person(number: int) -> str:
    return to_checksum_address(keccak(text=f"holder {number}")[12:])
