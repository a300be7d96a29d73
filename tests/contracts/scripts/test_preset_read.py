"""What is written wrongly in a preset is named by its key, all of it at once, and nothing is sent (2.3)."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from scripts.chain import clock
from scripts.description.findings import FindingsRefused
from scripts.description.preset import Surroundings, build_terms, read_preset
from scripts.description.project_terms import HOLDERS
from scripts.description.sections import next_hour
from scripts.plans.proposal import Proposal
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import PRESETS, problems

Plan = Callable[..., Proposal]
RIGHT = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
MISTYPED = RIGHT.replace("aA", "aa")
"""The same digits, and one capital that does not fit (EIP-55)."""


@pytest.mark.parametrize(
    ("changes", "key", "problem"),
    [
        ({"goal": 108000.5}, "goal", 'write a number such as 20, or "20.50" in quotes'),
        ({"goal": True}, "goal", 'write a number such as 20, or "20.50" in quotes'),
        ({"goal": "108 000"}, "goal", "is not a number"),
        ({"goal": "0.0000001"}, "goal", "too precise"),
        ({"goal": -1}, "goal", "is out of range"),
        ({"goal": 2**96}, "goal", "is out of range"),
        ({"most_shares": "many"}, "most_shares", "write a whole number without quotes"),
        ({"most_shares": 2**48}, "most_shares", "is out of range"),
        ({"community_percent": 101}, "community_percent", "is out of range"),
        ({"community_percent": "0.001"}, "community_percent", "too precise"),
        ({"royalty_steps": 1.0}, "royalty_steps", "write a whole number"),
        ({"opens_in": "soon"}, "opens_in", "'soon' is no length of time"),
        ({"open_for": 30}, "open_for", "write a text in quotes"),
        ({"opens_at": "2027-03-01"}, "opens_at", "write a moment with its time zone"),
        ({"currency": "DOGE"}, "currency", "the platform allows EURC, USDC here"),
        ({"model": "lottery"}, "model", "choose one of community, label, complement, professional"),
        ({"name": ""}, "name", "is empty"),
        ({"collectors": ["nobody"]}, "collectors", "who is 'nobody'?"),
        ({"collectors": "collector"}, "collectors", "write a list of texts"),
        ({"people": {"collector": "0x12"}}, "people.collector", "'0x12' is no address"),
        ({"people": {"collector": MISTYPED}}, "people.collector", f"the address is {RIGHT}"),
        ({"people": {"collector": HOLDERS}}, "people.collector", 'write "holders" as the payee'),
        ({"collectors": [HOLDERS]}, "collectors", "the zero address is nobody's"),
        ({"positions": [{"payee": HOLDERS}]}, "positions[1].payee", 'write "holders" as the payee'),
        ({"people": "all"}, "people", "write a table, [people]"),
        ({"positions": {}}, "positions", "write each of them as a table, [[positions]]"),
        ({"prospectus": "lost.md"}, "prospectus", "there is no file"),
        ({"page": {"english": "x", "french": "y", "poster": "lost.svg"}}, "page.poster", "there is no file"),
        ({"page": {"english": "x"}}, "page.french", "is missing"),
        ({"page": {"english": "x" * 2_000, "french": "y"}}, "page", "shorten texts or picture"),
        ({"reflection": "a while"}, "reflection", "'a while' is no length of time"),
        ({"rights_holder": "nobody"}, "rights_holder", "who is 'nobody'?"),
        ({"rights_holder": "holders"}, "rights_holder", "write whose consent the project needs"),
        ({"holders_cap_per_share": -1}, "holders_cap_per_share", "is out of range"),
        ({"reporting": {"every": "1 week"}}, "reporting.delay", "is missing"),
        (
            {"objections": {"window": "7 days", "grace": "1 day"}},
            "objections.threshold_percent",
            "is missing",
        ),
        ({"milestones": []}, "milestones", "write at least one"),
        ({"milestones": [{"percent": 100, "label": "x"}]}, "milestones[1].due_in", "is missing"),
        ({"milestones": [{"due_at": "soon", "label": "x"}]}, "milestones[1].due_at", "write a moment"),
        ({"rewards": [{"limit": 2**32}]}, "rewards[1].limit", "is out of range"),
        ({"rewards": [{"label": "x", "limit": 1}]}, "rewards[1].from_shares", "is missing"),
        ({"financiers": [{"financier": "x"}]}, "financiers[1].financier", "who is 'x'?"),
        ({"positions": [{"recoups": "x"}]}, "positions[1].recoups", "is not a number"),
        ({"positions": [{"recoups": 1, "premium_percent": 101}]}, "positions[1].premium_percent", "range"),
        ({"positions": [{"recoups": 1, "with_previous": 1}]}, "positions[1].with_previous", "true or false"),
        ({"positions": [{"share_percent": 1, "recoup": 1}]}, "positions[1].recoup", "is not known here"),
        ({"transfer_rule": {"address": RIGHT}}, "transfer_rule.keeper", "is missing"),
        ({"transfer_rule": {"address": "0x1", "keeper": "producer"}}, "transfer_rule.address", "no address"),
        ({"gaol": 5}, "gaol", "is not known here: is it spelled right?"),
        ({"page": {"english": "x", "french": "y", "color": "z"}}, "page.color", "is not known here"),
    ],
)
def test_mistake_is_named(plan: Plan, changes: dict[str, Any], key: str, problem: str) -> None:
    with pytest.raises(FindingsRefused) as refusal:
        plan(**changes)
    assert problem in problems(refusal)[key]


def test_address_without_capitals_has_no_checksum_to_be_wrong(plan: Plan) -> None:
    people = read_preset(PRESETS / "complement.toml")["people"] | {"collector": RIGHT.lower()}
    assert plan(people=people).terms.waterfall.collectors == [RIGHT]


def test_mistake_in_a_list_is_counted_from_one(plan: Plan) -> None:
    line = {"financier": "producer", "label": "own share"}
    with pytest.raises(FindingsRefused) as refusal:
        plan(financiers=[line | {"amount": 1}, line | {"amount": 1.5}, line])
    assert list(problems(refusal)) == ["financiers[2].amount", "financiers[3].amount"]


@pytest.mark.parametrize(
    "key",
    [
        *("model", "name", "currency", "price", "goal", "opens_in", "prospectus", "page"),
        *("rights_holder", "reflection", "objections", "reporting"),
    ],
)
def test_missing_key_is_named(plan: Plan, tmp_path: Path, key: str) -> None:
    values = read_preset(PRESETS / "complement.toml")
    del values[key]
    with pytest.raises(FindingsRefused) as refusal:
        build_terms(values, "mine.toml", Surroundings({}, {}, 0, PRESETS))
    assert problems(refusal)[key].startswith("is missing")
    assert str(refusal.value).startswith("mine.toml makes no sense yet:\n  ")


def test_blank_person_is_to_be_filled_in_elsewhere_than_in_development(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.plans.proposal.FIRST_PERSON_INDEX", 10_000)
    with pytest.raises(FindingsRefused) as refusal:
        plan("community")
    assert problems(refusal) == {
        f"people.{name}": "is empty: fill it in" for name in ("collector", "artist", "label")
    }


def test_exact_moments_can_be_given(plan: Plan, tmp_path: Path, records: Any, producer: Any) -> None:
    from scripts.plans.proposal import plan_proposal

    opens_at = datetime.fromtimestamp(clock() + 100 * 86_400, UTC)
    closes_at = (opens_at + timedelta(days=1)).astimezone(timezone(timedelta(hours=2)))
    text = (PRESETS / "community.toml").read_text()
    text = text.replace('opens_in = "2 days"', f"opens_at = {opens_at.isoformat()}")
    text = text.replace('open_for = "30 days"', f"closes_at = {closes_at.isoformat()}")
    mine = shutil.copytree(PRESETS, tmp_path / "presets") / "mine.toml"
    mine.write_text(text)
    campaign = plan_proposal(mine, producer, records).terms.campaign
    assert (campaign.opens_at, campaign.closes_at) == (opens_at.timestamp(), closes_at.timestamp())


def test_opening_is_rounded_up_to_the_hour() -> None:
    assert [next_hour(moment) for moment in (0, 1, 3_600, 3_601)] == [0, 3_600, 3_600, 7_200]


@pytest.mark.parametrize("content", [b"goal = ", b"\xff"])
def test_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(Refused, match="is no TOML file"):
        read_preset(file)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"complement\.toml shows one"):
        read_preset(tmp_path / "nowhere.toml")
