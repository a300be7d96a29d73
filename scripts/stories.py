"""The three campaigns of the demo: which preset, whose, how it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PEOPLE = ("collector", "distributor", "broadcaster", "sofica", "cnc", "region", "authors", "artist", "label")
"""Those whom the presets leave to be filled in: they are roles of the demo by the same names."""


@dataclass(frozen=True)
class Story:
    """One campaign: by a producer (role), to a number of fans, selling that many shares in all.

    resold: how many fans sell shares later; cast: who plays another role than that of the same name; changes:
    values in place of the preset's.
    """

    preset: str
    producer: str
    shares: int
    fans: int
    resold: int = 0
    cast: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)


STORIES = (
    Story("complement", producer="film_producer", shares=5_912, fans=40, resold=5),
    Story("community", producer="record_producer", shares=6_000, fans=40, resold=3),
    Story(
        "community",
        producer="record_producer",
        shares=2_214,
        fans=23,
        cast={"artist": "second_artist"},
        changes={
            "name": "Nuit blanche à Brest",
            "symbol": "BREST",
            "page": {
                "english": "One night in the arsenal of Brest, four cellos, a drum machine and the foghorn. "
                "A record made in a single take, if enough of you want to hear it.",
                "french": "Une nuit dans l’arsenal de Brest, quatre violoncelles, une boîte à rythmes et la "
                "corne de brume. Un disque en une seule prise, si assez d’entre vous veulent l’entendre.",
                "poster": "posters/community.svg",
            },
        },
    ),
)
"""One film and one record that reach their goals, and a record that does not."""
