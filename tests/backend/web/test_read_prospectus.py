"""A prospectus in the terms was written by a stranger: it is read line by line, whatever it is."""

from urllib.parse import quote

import pytest
from eth_utils.crypto import keccak

from backend.web.carried import MOST_URI, Prospectus, read_prospectus
from tests.backend.conftest import Follow
from tests.backend.web.conftest import Read
from tests.backend.world import World

HEAD = "data:text/plain,"


def parts(text: str) -> list[tuple[str, str]]:
    return list(Prospectus(text, True).parts)


def test_headings_and_paragraphs_are_told_apart() -> None:
    text = (
        "# Risks\r\n\r\nYou can lose\r\neverything.\n \t \n##   Costs  \n\n#hashtag\n\n# Not\na heading\n\n##"
    )
    assert parts(text) == [
        ("heading", "Risks"),
        ("paragraph", "You can lose\neverything."),
        ("heading", "Costs"),
        ("paragraph", "#hashtag"),
        ("paragraph", "# Not\na heading"),
        ("paragraph", "##"),
    ]


def test_a_text_of_nothing_has_no_parts() -> None:
    assert parts("") == parts(" \n\n \t\r\n") == []


@pytest.mark.parametrize("filler", [" ", "#", "\n", "\n ", "# "])
def test_a_text_made_to_be_slow_is_read_as_any_other(filler: str) -> None:
    """600 kB of each: a pattern that tries again from every character would take hours."""
    end = "x\ny"
    found = parts("#" + filler * (600_000 // len(filler)) + end)
    assert found[-1][0] == "paragraph"
    assert found[-1][1].endswith(end)
    assert len(found) <= 2


def test_more_than_terms_may_hold_is_not_read() -> None:
    longest = HEAD + "x" * (MOST_URI - len(HEAD))
    whole = read_prospectus(longest, "0x" + keccak(longest.removeprefix(HEAD).encode()).hex())
    assert whole is not None
    assert whole.authentic
    assert read_prospectus(longest + "x", "0x") is None


async def test_a_hostile_prospectus_is_a_page_like_any_other(
    world: World, follow: Follow, read: Read
) -> None:
    uri = HEAD + quote("#") + " " * (MOST_URI - len(HEAD) - 6) + "x\ny"
    assert len(uri) == MOST_URI
    made = world.propose(world.terms(documentURI=uri), by=world.stranger)
    await follow()
    page = await read(f"/en/projects/{made.campaign}/prospectus")
    assert "x y" in page.text
    assert f"/en/projects/{made.campaign}/prospectus" in (await read(f"/en/projects/{made.campaign}")).values(
        "href"
    )
