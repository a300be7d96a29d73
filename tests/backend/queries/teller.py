"""What can be done now, compared with what the contracts answer to the very calls."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import contracts
from backend.queries.actions import Action, possible_actions
from backend.queries.snapshot import open_snapshot
from tests.backend.conftest import Follow
from tests.backend.terms import EURO
from tests.backend.world import Project, Reverted, World

Propose = Callable[..., Project]
PEOPLE = ("producer", "fan", "second_fan", "patron", "stranger")
Trial = tuple[str, str, str, tuple[object, ...]]


def refuse(world: World, sender: str, trial: Trial) -> str | None:
    """What a call answers when it reverts; None when it does not."""
    contract, address, function, arguments = trial
    data = "0x" + contracts.encode_call(contract, function, *arguments).hex()
    try:
        world.request("eth_call", {"from": sender, "to": address, "data": data}, "latest")
    except Reverted as reverted:
        return str(reverted)
    return None


def trials(world: World, made: Project, wallet: str) -> dict[str, list[Trial]]:
    """For each action, the calls of which one must go through; `release` apart, which never reverts."""

    def campaign(function: str, *arguments: object) -> Trial:
        return "Campaign", made.campaign, function, arguments

    milestones = range(len(made.terms["production"]["milestones"]))
    left = world.call("Campaign", made.campaign, "sharesLeft")[0]
    least = min(made.terms["campaign"]["minSharesPerFan"], left) or 1
    return {
        "contribute": [campaign("contribute", 1, 0), campaign("contribute", least, 0)],
        "give": [campaign("give", EURO)],
        "revoke": [campaign("revoke")],
        "refund": [campaign("refund", wallet)],
        "refund_gift": [campaign("refundGift", wallet)],
        "object": [campaign("object")],
        "open_wind_down": [campaign("openWindDown", each) for each in milestones],
        "exit": [campaign("exit", 1)],
        "claim": [("ShareToken", made.share_token, "claim", ())],
        "finalize": [campaign("finalize")],
        "read": [campaign("read")],
        "announce": [campaign("announce", each, bytes(32), "https://example.org") for each in milestones],
        "cancel": [campaign("cancel")],
    }


def releases_something(world: World, made: Project) -> bool:
    """5.3: whether a call of `release` would move anything, for any deposit so far."""
    token, number = ("ShareToken", made.share_token), 0
    while world.call(*token, "tranche", number := number + 1)[2]:
        data = "0x" + contracts.encode_call("ShareToken", "release", number).hex()
        answer = world.request("eth_call", {"to": made.share_token, "data": data}, "latest")
        if int(answer, 16):
            return True
    return False


@dataclass(frozen=True)
class Teller:
    """Asks for everybody, each time comparing all that is said with what the chain answers."""

    world: World
    engine: AsyncEngine
    follow: Follow

    async def tell(self, made: Project, wallet: str | None) -> dict[str, Action]:
        await self.follow()
        async with open_snapshot(self.engine) as connection:
            return {each.name: each for each in await possible_actions(connection, made.campaign, wallet)}

    async def compare(self, made: Project) -> None:
        for name in PEOPLE:
            wallet = getattr(self.world, name)
            said = await self.tell(made, wallet)
            for action, calls in trials(self.world, made, wallet).items():
                answers = [refuse(self.world, wallet, each) for each in calls]
                assert said[action].possible == (None in answers), (name, said[action], answers)
            assert said["release"].possible == releases_something(self.world, made)
            assert all((each.reason is None) == each.possible for each in said.values())
