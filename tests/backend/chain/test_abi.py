"""The generated files are what the compiler says, and the event classes are what the files say."""

import pytest

from backend.chain import contracts, events, logs
from backend.chain.abi import CONTRACTS, FOLDER, read_abi
from backend.chain.abi.__main__ import render
from tests.backend.build import read_build
from tests.backend.world import World


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_file_is_what_the_build_generates(deployed: World, contract: str) -> None:
    text = (FOLDER / f"{contract}.json").read_text()
    assert text == render(contract), "run `python -m backend.chain.abi`"


def test_errors_of_both_halves_of_a_campaign_have_words(deployed: World) -> None:
    """Campaign runs CampaignProduction's code as its own, and passes its errors on."""
    known = {entry["name"] for entry in read_abi("Campaign") if entry["type"] == "error"}
    half = [entry for entry in read_build("CampaignProduction")["abi"] if entry["type"] == "error"]
    assert {entry["name"] for entry in half} - known == set()
    uncovered = next(entry for entry in half if entry["name"] == "Campaign_LineUncovered")
    words = contracts.describe_error(contracts.selector(uncovered) + (3).to_bytes(32, "big"))
    assert words == "Campaign_LineUncovered(line=3)"


def test_every_event_has_a_decoder() -> None:
    made = {contract: len(decoders) for contract, decoders in logs.decoders().items()}
    assert made == {contract: len(classes) for contract, classes in events.EVENTS.items()}


def test_a_class_that_differs_from_the_abi_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Contributed(events.NamedTuple):  # type: ignore[name-defined,misc]
        fan: str
        payer: str
        amount: int
        shares: int
        tier: int
        firm_at: int

    monkeypatch.setitem(events.EVENTS, "Campaign", (Contributed,))
    logs.decoders.cache_clear()
    with pytest.raises(TypeError, match="Contributed has the fields"):
        logs.decoders()
    logs.decoders.cache_clear()
