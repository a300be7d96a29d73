"""Rules 5.3, 5.5: events that cannot follow from those before stop the mirror; it never guesses."""

import pytest

from backend.chain import events
from backend.chain.client import ChainClient
from backend.mirror.contracts import Said, factory_only
from backend.mirror.fetch import fetch_range
from backend.mirror.incidents import ChainContradictsItself
from backend.mirror.ledger.rows import State, write_rows
from tests.backend.mirror.lives import live
from tests.backend.world import World


@pytest.fixture
async def said(world: World, client: ChainClient) -> list[Said]:
    live(world)
    known = factory_only(world.factory)
    return (await fetch_range(client, known, world.factory_block, world.head())).said


def without(said: list[Said], event: type[events.Event], number: int = 0) -> list[Said]:
    """All but one event of a kind."""
    chosen = [each for each in said if isinstance(each.event, event)][number]
    return [each for each in said if each is not chosen]


async def test_nothing_is_missing_from_a_whole_life(said: list[Said]) -> None:
    rows = write_rows(State(), said)
    assert {kind["kind"] for kind in rows["payments"]} == {
        "excess",
        "exit",
        "fee",
        "gift",
        "line",
        "position",
        "refund",
        "release",
        "revocation",
        "royalty",
        "withdrawal",
    }


@pytest.mark.parametrize(
    ("event", "number", "words"),
    [
        (events.Transfer, 0, "gives 6[06] shares|is paid|gives 20 shares"),
        (events.RoyaltiesReleased, 0, "is paid .* and has earned"),
        (events.RoyaltyPaid, 0, "is paid .* and has earned"),
        (events.Paid, 0, "never tried to pay|is due"),
        (events.PaymentFailed, 0, "is due|never tried to pay"),
        (events.Released, 0, "opens in another"),
        (events.ReleaseAnnounced, 0, "comes to what was not asked"),
        (events.WindDownOpened, 1, "comes to what was not asked"),
        (events.WindDownDropped, 0, "opens in another"),
        (events.Exited, 0, "is paid .* and has earned"),
        (events.RoyaltiesReleasedToLeavers, 0, "is paid .* and has earned"),
        (events.PayeeChanged, 0, "is due .position"),
        (events.ProducerChanged, 0, "is due .position|is due .excess"),
    ],
)
async def test_a_missing_log_is_noticed(
    said: list[Said], event: type[events.Event], number: int, words: str
) -> None:
    with pytest.raises(ChainContradictsItself, match=words):
        write_rows(State(), without(said, event, number))


async def test_a_payment_of_another_amount_is_noticed(said: list[Said]) -> None:
    changed = [
        each._replace(event=each.event._replace(amount=each.event.amount + 1))
        if isinstance(each.event, events.RoyaltyPaid)
        else each
        for each in said
    ]
    with pytest.raises(ChainContradictsItself, match="is paid"):
        write_rows(State(), changed)
