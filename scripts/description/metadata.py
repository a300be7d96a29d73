"""What wallets and the website show of a project, inside the terms: nothing else has to be online."""

import base64
import json

_POSTER_ESCAPES = str.maketrans({"%": "%25", "#": "%23", "<": "%3C", ">": "%3E", '"': "'"})


def contract_uri(name: str, *, english: str, french: str, poster: str, website: str) -> str:
    """ERC-7572 metadata as a data: URI. `description` is English; `description_fr` is our addition.

    poster: an SVG picture, or nothing; website: where to read more, or nothing.
    """
    page = {"name": name, "description": english, "description_fr": french}
    if poster:
        page["image"] = svg_uri(poster)
    if website:
        page["external_link"] = website
    return data_uri("application/json", json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode())


def svg_uri(svg: str) -> str:
    """A data: URI of a picture on one line; only what a URI cannot hold is escaped, which keeps it short."""
    return "data:image/svg+xml," + " ".join(svg.split()).translate(_POSTER_ESCAPES)


def data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
