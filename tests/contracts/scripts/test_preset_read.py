"""What is written wrongly in a preset is named by its key, all of it at once, and nothing is sent (2.3)."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.findings import FindingsRefused
from scripts.preset import Surroundings, build_terms, next_hour, read_preset
from scripts.proposal import Proposal
from scripts.refusal import Refused
from tests.contracts.scripts.conftest import PRESETS, problems

Plan = Callable[..., Proposal]


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
        ({"people": "all"}, "people", "write a table, [people]"),
        ({"positions": {}}, "positions", "write each of them as a table, [[positions]]"),
        ({"prospectus": "lost.md"}, "prospectus", "there is no file"),
        ({"page": {"english": "x", "french": "y", "poster": "lost.svg"}}, "page.poster", "there is no file"),
        ({"page": {"english": "x"}}, "page.french", "is missing"),
        ({"page": {"english": "x" * 2_000, "french": "y"}}, "page", "shorten texts or picture"),
        ({"gaol": 5}, "gaol", "is not known here: is it spelled right?"),
        ({"page": {"english": "x", "french": "y", "color": "z"}}, "page.color", "is not known here"),
    ],
)
def test_mistake_is_named(plan: Plan, changes: dict[str, Any], key: str, problem: str) -> None:
    with pytest.raises(FindingsRefused) as refusal:
        plan(**changes)
    assert problem in problems(refusal)[key]


def test_mistake_in_a_list_is_counted_from_one(plan: Plan) -> None:
    line = {"financier": "producer", "label": "own share"}
    with pytest.raises(FindingsRefused) as refusal:
        plan(financiers=[line | {"amount": 1}, line | {"amount": 1.5}, line])
    assert list(problems(refusal)) == ["financiers[2].amount", "financiers[3].amount"]


@pytest.mark.parametrize(
    "key", ["model", "name", "currency", "price", "goal", "opens_in", "prospectus", "page"]
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
    monkeypatch.setattr("scripts.proposal.FIRST_PERSON_INDEX", 60)
    with pytest.raises(FindingsRefused) as refusal:
        plan("community")
    assert problems(refusal) == {
        f"people.{name}": "is empty: fill it in" for name in ("collector", "artist", "label")
    }


def test_exact_moments_can_be_given(plan: Plan, tmp_path: Path, records: Any, producer: Any) -> None:
    from scripts.proposal import plan_proposal

    text = (PRESETS / "community.toml").read_text()
    text = text.replace('opens_in = "2 days"', "opens_at = 2031-03-01T10:00:00Z")
    text = text.replace('open_for = "30 days"', "closes_at = 2031-03-02T12:30:00+02:00")
    text = re.sub(r'"(posters|prospectus)/', rf'"{PRESETS}/\1/', text)
    mine = tmp_path / "mine.toml"
    mine.write_text(text)
    campaign = plan_proposal(mine, producer, records).terms.campaign
    assert (campaign.opens_at, campaign.closes_at) == (1_930_125_600, 1_930_213_800)


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
