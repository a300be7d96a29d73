"""What the node does to the payer: blocks, forgotten transactions, restarts, reorgs, dear gas."""

import random

from backend.local import Anvil
from tests.backend.world import World

GWEI = 10**9


class Storm:
    """reorgs, drops, restarts, surges: how many there were. taken_back: transactions that reorgs replaced by
    nothing. deepest: of the reorgs, in blocks; final blocks stay."""

    def __init__(self, world: World, anvil: Anvil, dice: random.Random, deepest: int) -> None:
        self.reorgs = self.taken_back = self.drops = self.restarts = self.surges = 0
        self._world = world
        self._anvil = anvil
        self._dice = dice
        self._deepest = deepest
        # anvil knows the states of blocks since it was started.
        self._floor = world.head()
        world.request("evm_setAutomine", False)

    def mine(self, blocks: int) -> None:
        for _ in range(blocks):
            self._world.mine()

    def drop(self) -> None:
        """The node forgets some of the transactions that wait."""
        pool = self._world.request("txpool_content")
        waiting = [
            each for kind in ("pending", "queued") for some in pool[kind].values() for each in some.values()
        ]
        for each in waiting:
            if self._dice.random() < 0.5 and self._world.request("anvil_dropTransaction", each["hash"]):
                self.drops += 1

    def reorganise(self) -> None:
        """The newest blocks are replaced by empty ones, and their transactions vanish."""
        most = min(self._deepest, self._world.head() - self._floor - 1)
        if most < 1:
            return
        depth, head = self._dice.randint(1, most), self._world.head()
        replaced = [self._world.block(head - place)["transactions"] for place in range(depth)]
        self.taken_back += sum(len(each) for each in replaced)
        self._world.reorg(depth)
        self.reorgs += 1

    def restart(self) -> None:
        """SIGTERM and a new start: the blocks are there, and what waited is not."""
        self._anvil.stop()
        self._anvil.start()
        self._world.request("evm_setAutomine", False)
        self._floor = self._world.head()
        self.restarts += 1

    def surge(self) -> None:
        """Gas becomes dear: what was signed before is too cheap."""
        price = hex(self._dice.randint(5, 60) * GWEI)
        for _ in range(self._dice.randint(2, 6)):
            self._world.request("anvil_setNextBlockBaseFeePerGas", price)
            self._world.mine()
        self.surges += 1

    def calm(self) -> None:
        """Gas is cheap."""
        self._world.request("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
