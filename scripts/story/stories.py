"""The campaigns of the demo: one of each preset, and one that stays open. Whose, and how each goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PEOPLE = (
    *("collector", "distributor", "broadcaster", "sofica", "cnc", "region", "authors"),
    *("artist", "label", "director", "publisher"),
)
"""Those whom the presets leave to be filled in: they are roles of the demo by the same names."""
ESCROW, PROMISE, PAID = "escrow", "promise", "paid"
"""How a financier covers its line: with money, or by signing that it will pay, or that it has paid."""


@dataclass(frozen=True)
class Story:
    """One campaign: by a producer (role), to a number of fans, selling that many shares in all.

    preset: name of its description in `folder`, below scripts; first_fan: place of its first fan among all;
    coverage: how the financiers cover their lines, in their order; gift: of the patron, whole units of the
    currency; in_kind: what a patron gives that is no currency; thinking_again: how many further fans
    contribute and take it back; resold: how many fans sell shares later; released: how many milestones are
    released; announced: whether the next one is announced at the end, and left to the holders; stops: whether
    it is wound down over the next one; cast: who plays another role than that of the same name.
    """

    preset: str
    producer: str
    shares: int
    fans: int
    coverage: tuple[str, ...] = ()
    gift: int = 0
    in_kind: str = ""
    thinking_again: int = 0
    resold: int = 0
    released: int = 0
    announced: bool = False
    stops: bool = False
    cast: Mapping[str, str] = field(default_factory=dict)
    folder: str = "presets"
    first_fan: int = 0


STORIES = (
    Story(
        "complement",
        producer="film_producer",
        shares=5_912,
        fans=40,
        coverage=(PROMISE, PAID, PAID, PROMISE, ESCROW, PROMISE),
        resold=5,
        released=2,
        announced=True,
    ),
    Story("community", producer="record_producer", shares=6_000, fans=40, resold=3, released=2),
    Story(
        "label",
        producer="record_producer",
        shares=1_083,
        fans=23,
        coverage=(ESCROW,),
        gift=5_000,
        in_kind="Trente passages du clip à l’antenne / The video on air, thirty times",
        thinking_again=2,
        cast={"artist": "second_artist"},
    ),
    Story(
        "professional",
        producer="music_producer",
        shares=1_117,
        fans=25,
        coverage=(PAID, ESCROW),
        gift=600,
        released=1,
        stops=True,
        cast={"artist": "second_artist"},
    ),
)
"""A film and a record that reach their goals, a record that does not, and one whose producer falls silent."""

STILL_OPEN = Story(
    "basse-mer",
    folder="data/projects",
    producer="record_producer",
    shares=300,
    fans=12,
    first_fan=1,
    coverage=(ESCROW, ESCROW),
    gift=300,
)
"""A record that fans can contribute to when the demo ends; the first of all fans, whose key the guide shows,
has not yet."""
