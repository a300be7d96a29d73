"""The ERC-7572 metadata of a share, where it is written into the terms themselves (a `data:` URI).

It was written by the producer: nothing in it is trusted. What cannot be read is missing, not an error.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote_to_bytes

LANGUAGES = ("fr", "en")
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Metadata:
    """`description` by language; where the producer wrote only one, every language has it.

    `image`: a link, or data:.
    """

    name: str | None = None
    description: Mapping[str, str] = field(default_factory=lambda: _NONE)
    image: str | None = None
    external_link: str | None = None


def read_metadata(contract_uri: str) -> Metadata:
    """The metadata in a `data:application/json` URI, plain or base64; an empty one for any other URI."""
    try:
        document = json.loads(_read_data_uri(contract_uri))
    except (ValueError, RecursionError):
        return Metadata()
    if not isinstance(document, dict):
        return Metadata()
    return Metadata(
        name=_text(document.get("name")),
        description=_descriptions(document),
        image=_image(document.get("image")),
        external_link=_link(document.get("external_link")),
    )


def _read_data_uri(uri: str) -> str:
    head, comma, body = uri.partition(",")
    if not comma or not head.lower().startswith("data:application/json"):
        raise ValueError("not a JSON data URI")
    raw = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            raw = base64.b64decode(raw, validate=True)
        except binascii.Error as error:
            raise ValueError("not base64") from error
    return raw.decode()


def _descriptions(document: Mapping[str, Any]) -> Mapping[str, str]:
    """`description`, which every wallet knows, unless `description_fr` (or _en) says it in the language."""
    found = {each: _text(document.get(f"description_{each}")) for each in LANGUAGES}
    given = _text(document.get("description"))
    return MappingProxyType({each: found[each] or given or "" for each in LANGUAGES if found[each] or given})


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _link(value: Any) -> str | None:
    """Only what a page may safely link to."""
    return value if isinstance(value, str) and value.startswith(("https://", "ipfs://")) else None


def _image(value: Any) -> str | None:
    """A link, or a picture carried in a data: URI."""
    return value if isinstance(value, str) and value.lower().startswith("data:image/") else _link(value)
