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
