"""Rule 7.1: the ledger loses nothing of what the chain said: out of its rows come the events again."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import events
from backend.chain.abi import find_entry
from backend.chain.client import Block, ChainClient
from backend.chain.codec import text_of, word_of
from backend.eip55 import to_text
from backend.mirror.contracts import Said, factory_only
from backend.mirror.fetch import fetch_range
from backend.mirror.ledger.copy import format_rows
from backend.mirror.ledger.facts import describe, describe_platform
from backend.mirror.ledger.payments import Payees
from backend.mirror.ledger.questions import Asked
from backend.mirror.ledger.recall import LedgerContradictsItself, Recall
from backend.mirror.ledger.rows import TABLES, Rows, State, write_rows
from backend.mirror.ledger.words import Project
from backend.mirror.ledger.write import insert_lines
from backend.mirror.renewal.rebuild import read_rows
from tests.backend.mirror.lives import live
from tests.backend.world import World

FACTORY = to_text(b"\1" * 20)
CAMPAIGN, WATERFALL, SHARE_TOKEN = (to_text(bytes([each]) * 20) for each in (2, 3, 4))
ADDRESSES = {
    "ProjectFactory": FACTORY,
    "Campaign": CAMPAIGN,
    "Waterfall": WATERFALL,
    "ShareToken": SHARE_TOKEN,
}
STRINGS = (
    "",
    "Premier album",
    "\\N",
    "\\x00 \\\\ \\",
    "tab\tand\r\nlines",
    '"{quoted}", [1]',
    "été ☃ 𝄞 \u2028 \x01\x7f",
    "0x" + 64 * "a",
)
WORDS = (
    b"",
    b"itunes",
    b"\xff\x00odd",
    b"a\x00b",
    b"\x00" * 31 + b"\x01",
    b"0x" + b"f" * 30,
    b"tab\t",
    b" lead and trail ",
    b"\xff" * 32,
)
ENDS = (
    events.Released,
    events.ReleaseRefused,
    events.ReleaseLapsed,
    events.WindDownDropped,
    events.WoundDown,
)


async def test_a_life_is_recalled_as_it_was_said(world: World, client: ChainClient) -> None:
    live(world)
    known = factory_only(world.factory)
    said = (await fetch_range(client, known, world.factory_block, world.head())).said
    recalled = Recall(world.factory).take(write_rows(State(), said))
    assert recalled == said
    assert [type(each.event) for each in recalled] == [type(each.event) for each in said]


@pytest.mark.parametrize("seed", range(5))
async def test_odd_values_come_back_out_of_the_database(engine: AsyncEngine, seed: int) -> None:
    """Each event with values that no sane person would choose, in a block of its own."""
    draw = random.Random(seed)
    said = [
        _draw_said(draw, number, kind, event)
        for number, (kind, event) in enumerate(
            (kind, event) for kind, classes in events.EVENTS.items() for event in classes
        )
    ]
    rows: Rows = {name: [] for name in TABLES}
    for each in said:
        place = {
            "block_number": each.block_number,
            "log_index": each.log_index,
            "transaction_hash": each.transaction_hash,
        }
        for table, values in _describe(each):
            rows[table].append(place | values)
    async with engine.begin() as connection:
        heads = [Block(each.block_number, "0x" + 64 * "0", "", 0) for each in said]
        lines = {table: format_rows(table, some) for table, some in rows.items()}
        await insert_lines(connection, heads, lines)
    async with engine.connect() as connection:
        found = await read_rows(connection, -1, len(said))
    recall = Recall(FACTORY)
    for each in said:
        recall.projects = {each.campaign: Project(WATERFALL, SHARE_TOKEN, len(_amounts(each)))}
        some = {
            table: [row for row in found[table] if row["block_number"] == each.block_number]
            for table in TABLES
        }
        recall.asked = {each.campaign: _asked(each)}
        if isinstance(each.event, events.OwnershipTransferred):
            recall.owner = each.event.previous_owner
        (recalled,) = recall.take(some)
        assert (type(recalled.event), recalled) == (type(each.event), each)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_its_text(word: bytes) -> None:
    text = "0x" + word.ljust(32, b"\0").hex()
    assert word_of(text_of(text)) == text


def test_what_is_no_word_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 32 bytes"):
        word_of(33 * "a")


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("transfers", {"campaign": WATERFALL}, "there is no project"),
        ("status_changes", {"status": "proposed"}, "nothing else is said"),
        ("outcomes", {"outcome": "released"}, "what was not asked"),
        ("line_changes", {"state": "lost", "line": 0, "financier": FACTORY}, "no line becomes 'lost'"),
        (
            "payments",
            {"contract": FACTORY, "payee": FACTORY, "receiver": None, "amount": 1},
            "no contract of its project",
        ),
    ],
)
def test_a_row_that_nobody_said_is_named(table: str, row: dict[str, Any], words: str) -> None:
    whole = {"block_number": 7, "log_index": 3, "transaction_hash": "0x", "campaign": CAMPAIGN, **row}
    rows = {name: [whole] if name == table else [] for name in TABLES}
    recall = Recall(FACTORY, projects={CAMPAIGN: Project(WATERFALL, SHARE_TOKEN, 3)})
    with pytest.raises(LedgerContradictsItself, match=f"{table}: block_number 7, log_index 3: .*{words}"):
        recall.take(rows)


def _draw_said(draw: random.Random, number: int, kind: str, event: type[events.Event]) -> Said:
    inputs = find_entry(kind, "event", event.__name__)["inputs"]
    said = event(*(_draw(draw, each) for each in inputs))
    # Each in a project of its own: rounds and statements are said once in each.
    campaign = to_text(number.to_bytes(20, "big"))
    if kind == "ProjectFactory":
        campaign = getattr(said, "campaign", "")
    address = campaign if kind == "Campaign" else ADDRESSES[kind]
    return Said(number, draw.randrange(99), "0x" + draw.randbytes(32).hex(), address, campaign, said)


def _draw(draw: random.Random, parameter: dict[str, Any]) -> Any:
    kind, name = parameter["type"], parameter["name"]
    if kind.endswith("]"):
        element = {**parameter, "type": kind.rpartition("[")[0]}
        return [_draw(draw, element) for _ in range(draw.randrange(4))]
    if kind == "tuple":
        return {each["name"]: _draw(draw, each) for each in parameter["components"]}
    if kind == "string":
        return draw.choice(STRINGS)
    if kind == "bytes32":
        return "0x" + draw.choice(WORDS).ljust(32, b"\0").hex()
    if kind == "address":
        return to_text(draw.randbytes(20))
    if kind == "bool":
        return draw.random() < 0.5
    if name == "kind":
        return draw.randrange(3)
    bits = int(kind.removeprefix("uint"))
    # What counts things is kept in as many bits as things can be; amounts of money in 256.
    if name in (
        "line",
        "position",
        "milestone",
        "round",
        "tier",
        "refusals",
        "tranche",
        "decimals",
        "feeBps",
    ):
        bits = 8
    elif name in ("shares", "value", "objecting", "supply") or name.endswith("At"):
        bits = min(bits, 48)
    elif name == "objectionsUntil":
        bits = 48
    return draw.choice((0, 1, 2**bits - 1, draw.randrange(2**bits)))


def _describe(said: Said) -> Sequence[tuple[str, dict[str, Any]]]:
    if change := describe_platform(said.event):
        return [("platform_changes", change)]
    payees = Payees(FACTORY, (FACTORY,) * len(_amounts(said)))
    ended = _asked(said) if isinstance(said.event, ENDS) else None
    facts = describe(said, payees, "fee", ended)
    return [(table, {"campaign": said.campaign} | values) for table, values in facts]


def _amounts(said: Said) -> list[int]:
    return said.event.amounts if isinstance(said.event, events.Deposited) else []


def _asked(said: Said) -> Asked:
    return Asked(getattr(said.event, "round", 1), getattr(said.event, "milestone", 0))
