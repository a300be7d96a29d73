"""A plan that is not true any more sends nothing: each refusal names what moved, and a way on (2.1, 9.2)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from brownie import web3

from scripts.chain import contract_at, create, travel_to
from scripts.plans.application import apply_plan, resume_plans
from scripts.plans.applied import Dropped, Waiting
from scripts.plans.plan import Plan, digest_of, read_plan, write_plan
from scripts.plans.staleness import PlanStale
from scripts.records import Records
from scripts.refusal import Refused
from scripts.transactions import journal
from tests.contracts.scripts.conftest import refused_unsent
from tests.contracts.scripts.planned import change, plan_in

replace = msgspec.structs.replace
OTHER = "0x" + 39 * "0" + "9"


class World:
    """What a test may move after the plan was made."""

    def __init__(self, folder: Path, plan: Plan, records: Records, platform: Any, producer: Any) -> None:
        self.folder, self.plan, self.records = folder, plan, records
        self.platform, self.producer = platform, producer
        self.factory = contract_at("ProjectFactory", plan.factory.address)

    def alter(self, **values: Any) -> None:
        """As somebody would who also knows how the digest is made."""
        self.plan = replace(self.plan, **values)

    def set_code(self, address: str, code: str) -> None:
        web3.provider.make_request("anvil_setCode", [address, code])

    def append_code(self, address: str) -> None:
        self.set_code(address, "0x" + bytes(web3.eth.get_code(address)).hex() + "00")

    def record(self, **values: Any) -> None:
        self.records.write_factory(self.records.factory() | values)

    def file(self, name: str) -> Path:
        return self.folder / "presets" / name


def rename_currency(world: World) -> None:
    """Another token's code in its place, with another number of decimals."""
    address, _ = create("TestCurrency", "Test euro", "EURC", 8, account=world.platform)
    world.set_code(world.plan.currency.address, "0x" + bytes(web3.eth.get_code(address)).hex())


def spend_nonce(world: World) -> None:
    world.producer.transfer(world.platform, 1, silent=True)


def other_implementation(world: World) -> None:
    world.record(implementations=world.records.factory()["implementations"] | {"Campaign": OTHER})


def other_call(world: World, **values: Any) -> None:
    first, *others = world.plan.calls
    world.alter(calls=[replace(first, **values), *others])


def other_goal(world: World) -> None:
    """One unit less in the goal, in the call alone."""
    goal = f"{108_000 * 10**6:064x}"
    data = world.plan.calls[0].data
    assert data.count(goal) == 1
    other_call(world, data=data.replace(goal, f"{108_000 * 10**6 - 1:064x}"))


def other_address(world: World) -> None:
    world.alter(project=replace(world.plan.project, waterfall=OTHER))


def other_people(world: World) -> None:
    people = world.plan.source.people | {"cnc": OTHER}
    world.alter(source=replace(world.plan.source, people=people))


def other_consent(world: World) -> None:
    """A call more than the description stands for."""
    world.alter(calls=[*world.plan.calls, replace(world.plan.calls[0], action="consent")])


PLAN_AGAIN = "plan again"
MOVES: list[tuple[str, Callable[[World], Any], str, str]] = [
    ("chain id", lambda w: w.alter(chain_id=1), "chain", "for chain 1, and this is chain 31337: choose"),
    ("first block", lambda w: w.alter(genesis="0x" + 64 * "1"), "chain", "before it began again: plan again"),
    (
        "block replaced",
        lambda w: w.alter(block=replace(w.plan.block, hash="0x" + 64 * "1")),
        "block",
        "has forgotten block",
    ),
    (
        "block unknown",
        lambda w: w.alter(block=replace(w.plan.block, number=10**6)),
        "block",
        "has forgotten block 1000000",
    ),
    ("factory", lambda w: w.record(address=OTHER), "factory", f"the platform's is {OTHER}: plan again"),
    (
        "factory's code",
        lambda w: w.append_code(w.plan.factory.address),
        "code",
        "the code of ProjectFactory at",
    ),
    (
        "implementation's code",
        lambda w: w.append_code(w.plan.implementations["Waterfall"].address),
        "code",
        "the code of Waterfall at",
    ),
    ("implementation", other_implementation, "implementation", f"another Campaign now, at {OTHER}"),
    (
        "fee",
        lambda w: w.factory.setFee(600, {"from": w.platform}),
        "fee",
        "fee was 5 % and is 6 %: plan again",
    ),
    (
        "currency barred",
        lambda w: w.factory.allowCurrency(w.plan.currency.address, False, {"from": w.platform}),
        "currency",
        "the platform allows EURC no longer: choose another currency",
    ),
    ("currency's decimals", rename_currency, "currency", "says now that it has 8 decimals"),
    (
        "currency's name",
        lambda w: w.alter(currency=replace(w.plan.currency, symbol="EURT")),
        "currency",
        "calls itself EURC, not EURT",
    ),
    ("nonce", spend_nonce, "nonce", "has sent something else meanwhile"),
    ("opening", lambda w: travel_to(w.plan.project.opens_at), "opening", "has passed: plan again"),
    (
        "description",
        lambda w: change(w.file("complement.toml"), "goal", "108_001"),
        "file",
        "complement.toml has changed: plan again",
    ),
    (
        "prospectus",
        lambda w: w.file("prospectus/complement.md").write_text("other"),
        "file",
        "prospectus/complement.md has changed",
    ),
    (
        "poster",
        lambda w: w.file("posters/complement.svg").write_text("<svg/>"),
        "file",
        "posters/complement.svg has changed",
    ),
    (
        "description gone",
        lambda w: w.file("complement.toml").unlink(),
        "file",
        "is not there any more: bring it back",
    ),
    ("goal in the call", other_goal, "calls", "is not what presets/complement.toml says: plan again"),
    ("receiver of the call", lambda w: other_call(w, to=OTHER), "calls", PLAN_AGAIN),
    ("promised address", other_address, "calls", PLAN_AGAIN),
    ("people for the record", other_people, "calls", PLAN_AGAIN),
    ("one call more", other_consent, "calls", PLAN_AGAIN),
]


@pytest.fixture
def world(tmp_path: Path, records: Records, platform: Any, producer: Any) -> World:
    plan, _ = plan_in(tmp_path, producer, records)
    return World(tmp_path, plan, records, platform, producer)


@pytest.mark.parametrize(("move", "what", "said"), [row[1:] for row in MOVES], ids=[row[0] for row in MOVES])
def test_plan_made_stale_is_refused_unsent(
    world: World, move: Callable[[World], Any], what: str, said: str
) -> None:
    move(world)
    file = world.folder / "plan.json"
    write_plan(world.plan, file)
    with refused_unsent(said, world.producer) as refusal, journal.keep(world.records):
        apply_plan(read_plan(file), world.producer, world.records, folder=world.folder)
    assert isinstance(refusal.value, PlanStale)
    assert [each.what for each in refusal.value.moves] == [what]
    assert world.records.projects() == []


def test_everything_that_moved_is_named_at_once(world: World) -> None:
    world.factory.setFee(600, {"from": world.platform})
    spend_nonce(world)
    change(world.file("complement.toml"), "goal", "108_001")
    with pytest.raises(PlanStale) as refusal:
        apply_plan(world.plan, world.producer, world.records, folder=world.folder)
    assert [each.what for each in refusal.value.moves] == ["fee", "nonce", "file"]


def test_plan_that_was_edited_is_refused(world: World) -> None:
    """Without the digest made anew, whatever was changed."""
    file = world.folder / "plan.json"
    for before, after in (('"fee_bps": 500', '"fee_bps": 501'), ("Les Heures claires", "Les Heures sombres")):
        whole = file.read_text()
        assert before in whole
        file.write_text(whole.replace(before, after))
        with pytest.raises(Refused, match="was changed after it was made: a plan is not edited"):
            read_plan(file)
        file.write_text(whole)
    assert read_plan(file).digest == digest_of(world.plan)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"fee_bps": 500', '"fee_bps": "500"', "Expected `int`, got `str` - at `$.fee_bps`"),
        ('"fee_bps": 500', '"fee": 500', "unknown field `fee`"),
        ('"format": 1', '"format": 2', "is a plan of format 2, and this program knows 1"),
        ('"action": "propose"', '"action": "cancel"', "Invalid enum value 'cancel'"),
        ('{\n  "format"', '\n  "format"', "broken JSON"),
    ],
)
def test_file_of_another_shape_is_refused(world: World, before: str, after: str, said: str) -> None:
    file = world.folder / "plan.json"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    with pytest.raises(Refused) as refusal:
        read_plan(file)
    assert said in str(refusal.value)


def test_no_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="make one with `coprod campaign plan`"):
        read_plan(tmp_path / "nowhere.json")


def test_plan_is_for_its_producer_alone(world: World, stranger: Any) -> None:
    with refused_unsent(f"and {stranger} would sign: choose the producer's account", stranger):
        apply_plan(world.plan, stranger, world.records, folder=world.folder)


def test_stale_plan_that_was_kept_is_put_away(world: World) -> None:
    """Killed before anything was sent, and moved since: resume says so and asks no more."""
    kept = world.records.folder / "journal" / "plans"
    write_plan(world.plan, kept / f"{world.plan.project.campaign}.json")
    spend_nonce(world)
    with journal.keep(world.records):
        (left,) = resume_plans(world.records, lambda address: world.producer)
        assert isinstance(left, Dropped)
        assert "its next nonce was" in str(left.why)
        assert list(resume_plans(world.records, lambda address: world.producer)) == []
    assert (kept / "dropped" / f"{world.plan.project.campaign}.json").exists()


def foreign_factory(world: World) -> None:
    """A contract that says yes to everything: by it, every campaign is proposed already."""
    foreign = "0x" + 40 * "7"
    world.set_code(foreign, "0x600160005260206000f3")
    world.alter(factory=replace(world.plan.factory, address=foreign))


def foreign_campaign(world: World) -> None:
    """One that is there, in place of its own."""
    plan, _ = plan_in(world.folder, world.producer, world.records, nonce=7)
    world.alter(project=plan.project)


def foreign_money(world: World) -> None:
    """Another contract is told to let the campaign take what it has."""
    line = replace(world.plan.calls[0], action="allow", to=OTHER, line=0)
    world.alter(calls=[*world.plan.calls, line])


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (foreign_factory, "it is for the factory"),
        (foreign_campaign, "what it would send is not what"),
        (foreign_money, "what it would send is not what"),
    ],
)
def test_plan_that_calls_itself_begun_sends_nothing_foreign(
    world: World, alter: Callable[[World], Any], said: str
) -> None:
    """By its file, and by `resume`, which has only the file that was kept."""
    with journal.keep(world.records):
        apply_plan(world.plan, world.producer, world.records, folder=world.folder)
    alter(world)
    with refused_unsent(said, world.producer), journal.keep(world.records):
        apply_plan(world.plan, world.producer, world.records, folder=world.folder)
    kept = world.records.folder / "journal" / "plans"
    write_plan(world.plan, kept / f"{world.plan.project.campaign}.json")
    with journal.keep(world.records):
        (left,) = resume_plans(world.records, lambda address: world.producer)
    assert isinstance(left, Waiting)
    assert said in left.why
