"""The demo's people: who they are, which keys they hold, how much each brings. Always the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from eth_account import Account

MNEMONIC = "test test test test test test test test test test test junk"
"""Everybody knows these keys: they are for chains that live on one machine."""
PATH = "m/44'/60'/0'/0/{index}"
ROLES = (
    "deployer",
    "platform",
    "treasury",
    "film_producer",
    "record_producer",
    "artist",
    "second_artist",
    "label",
    "distributor",
    "broadcaster",
    "sofica",
    "cnc",
    "region",
    "authors",
    "collector",
    "payer",
    "director",
    "patron",
    "music_producer",
    "publisher",
)
"""Their place in this list is the index of their key."""
FIRST_FAN_INDEX = 20
FANS = (
    *("Adèle", "Bastien", "Camille", "Djibril", "Élodie", "Farid", "Gaëlle", "Hugo", "Inès", "Jonas"),
    *("Katell", "Léon", "Maëlys", "Noé", "Océane", "Pablo", "Quitterie", "Rachid", "Solène", "Théo"),
    *("Ursula", "Victor", "Wassila", "Xavier", "Yaëlle", "Zoran", "Agathe", "Boris", "Chiara", "Dimitri"),
    *("Estelle", "Florian", "Greta", "Henri", "Iris", "Joris", "Kenza", "Lucien", "Margot", "Nils"),
)


@dataclass(frozen=True)
class Person:
    """name: what they are called; index: of their key below the mnemonic; account: signs for them."""

    name: str
    index: int
    account: Any

    @property
    def address(self) -> str:
        return str(self.account.address)


def person(name: str, index: int) -> Person:
    Account.enable_unaudited_hdwallet_features()
    return Person(name, index, Account.from_mnemonic(MNEMONIC, account_path=PATH.format(index=index)))


def people_with_roles() -> dict[str, Person]:
    return {role: person(role, index) for index, role in enumerate(ROLES)}


def fans() -> list[Person]:
    return [person(name, FIRST_FAN_INDEX + place) for place, name in enumerate(FANS)]


def spread(total: int, count: int, least: int, most: int, random: Random) -> list[int]:
    """`total` shares in `count` unequal parts from `least` to `most`. Raises ValueError if impossible."""
    if not count * least <= total <= count * most:
        raise ValueError(f"{total} shares cannot be {count} parts of {least} to {most}")
    weights = [random.randint(2, 10) ** 2 for _ in range(count)]
    parts = [min(most, max(least, total * weight // sum(weights))) for weight in weights]
    while missing := total - sum(parts):
        step = 1 if missing > 0 else -1
        open_parts = [i for i, part in enumerate(parts) if least <= part + step <= most]
        for i in open_parts[: abs(missing)]:
            parts[i] += step
    return parts


def in_turns(parts: Sequence[int], random: Random, least: int) -> list[tuple[int, int]]:
    """(who, shares): who contributes how much, in which order; every fourth one comes back for more later."""
    first, later = [], []
    for who, part in enumerate(parts):
        if random.randrange(4) == 0 and part >= 2 * least:
            before = random.randint(least, part - least)
            first.append((who, before))
            later.append((who, part - before))
        else:
            first.append((who, part))
    random.shuffle(first)
    return first + later
