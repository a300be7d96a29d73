"""The producer wrote it: whatever it is, reading it is no error."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from backend.queries.metadata import Metadata, read_metadata

DOCUMENT = {
    "name": "La mer monte",
    "description": "A film, 100 % true.",
    "description_fr": "Un film, 100 % vrai.",
}


def encode_plainly(document: object) -> str:
    return "data:application/json," + quote(json.dumps(document))


def encode_in_base64(document: object) -> str:
    return "data:application/json;base64," + base64.b64encode(json.dumps(document).encode()).decode()


@pytest.mark.parametrize("encode", [encode_plainly, encode_in_base64])
@pytest.mark.parametrize("extra", [{}, {"image": "https://example.org/poster.png"}])
def test_both_languages_are_read(encode: Callable[[object], str], extra: dict[str, str]) -> None:
    found = read_metadata(encode(DOCUMENT | extra))
    assert found.name == "La mer monte"
    assert found.description == {"fr": "Un film, 100 % vrai.", "en": "A film, 100 % true."}
    assert found.image == extra.get("image")


def test_one_language_serves_for_both() -> None:
    assert read_metadata(encode_plainly({"description": "Un film."})).description == {
        "fr": "Un film.",
        "en": "Un film.",
    }


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "https://example.org/album.json",
        "ipfs://bafy",
        "data:text/html,<script>",
        "data:application/json",
        "data:application/json,{",
        "data:application/json,[1]",
        "data:application/json,%ff%fe",
        "data:application/json;base64,not base64",
        "data:application/json," + 100_000 * "[",
        encode_plainly({"name": 1, "description": [], "image": {}, "external_link": None}),
    ],
)
def test_what_cannot_be_read_is_missing(uri: str) -> None:
    assert read_metadata(uri) == Metadata()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://example.org", "//example.org", "data:text/html,x"]
)
def test_a_page_never_links_to_what_could_harm(link: str) -> None:
    found = read_metadata(encode_plainly({"image": link, "external_link": link}))
    assert (found.image, found.external_link) == (None, None)


@pytest.mark.parametrize("field", ["name", "description", "description_fr", "image", "external_link"])
@pytest.mark.parametrize("start", ["", "https://example.org/", "data:image/png,"])
@pytest.mark.parametrize("hidden", ["\ud800", "\u202e", "\u2066", "\x00", "\x1b", "\x85", "\u2028"])
def test_no_character_is_hidden(field: str, start: str, hidden: str) -> None:
    """JSON can write half of a character, which nothing can send; and what turns the writing around it."""
    found = read_metadata(encode_plainly({field: f"{start}a{hidden}b"}))
    texts = [found.name, *found.description.values(), found.image, found.external_link]
    told = {each for each in texts if each is not None}
    assert told == (set() if field in ("image", "external_link") else {f"{start}a\ufffdb"})


def test_a_story_keeps_its_lines_and_a_name_has_one() -> None:
    found = read_metadata(encode_plainly({"name": "La\nmer", "description": "One.\r\n\r\n\tTwo. \U0001f3ac"}))
    assert found.name == "La mer"
    assert found.description["en"] == "One.\r\n\r\n\tTwo. \U0001f3ac"


def test_a_picture_may_have_lines() -> None:
    picture = "data:image/svg+xml,<svg>\n</svg>"
    assert read_metadata(encode_plainly({"image": picture})).image == picture
