"""The generated files are what the compiler says, and the event classes are what the files say."""

import pytest

from backend.chain import events
from backend.chain.abi import CONTRACTS, FOLDER
from backend.chain.abi.__main__ import render
from tests.backend.world import World


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_file_is_what_the_build_generates(deployed: World, contract: str) -> None:
    text = (FOLDER / f"{contract}.json").read_text()
    assert text == render(contract), "run `python -m backend.chain.abi`"


def test_every_event_has_a_decoder() -> None:
    assert len(events.decoders()) == sum(map(len, events.EVENTS.values()))


def test_a_class_that_differs_from_the_abi_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Contributed(events.NamedTuple):  # type: ignore[name-defined,misc]
        fan: str
        amount: int
        shares: int

    monkeypatch.setitem(events.EVENTS, "Campaign", (Contributed,))
    events.decoders.cache_clear()
    with pytest.raises(TypeError, match="Contributed has the fields"):
        events.decoders()
    events.decoders.cache_clear()
