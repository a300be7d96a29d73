"""A file may hold several projects' titles: a project takes its own, and the others are told, not dropped."""

from decimal import Decimal

import pytest

from backend.amounts import add
from backend.royalties.titles import TitleAmbiguous, TitleSum, TitleUnknown, select, titles
from tests.backend.royalties.receipts import DATA, DISTROKID, distrokid, file_of, read


def sums_of(name: str) -> list[TitleSum]:
    return titles(read((DATA / name).read_bytes(), name))


def test_titles_sum_to_the_file() -> None:
    sums = sums_of("distrokid-2026-q3.tsv")
    assert {each.title: str(each.gross) for each in sums} == {
        "Ligne de crête": "398.993565600000",
        "Les heures claires": "20312.552386300000",
        "Nord": "244.533643600000",
        "Été, après": "245.922518800000",
        "Sous la verrière": "279.514446400000",
        "L'autre rive": "1508.610218000000",
    }
    assert add(*(each.net for each in sums)) == Decimal("22990.1267787")
    assert sum(each.lines for each in sums) == 1397


def test_film_is_summed_by_mode() -> None:
    sums = sums_of("film-recettes-2026-s1.csv")
    assert [each.title for each in sums] == [
        "Salles",
        "Vidéo physique",
        "VàD à l’acte",
        "VàD par abonnement",
        "Télévision",
        "Étranger",
        "Festivals",
    ]
    assert all(each.net == each.gross - sum(amount for _, amount in each.deductions) for each in sums)


@pytest.mark.parametrize("name", ["FRX762600016", "L'autre rive", "l’AUTRE  rive"])
def test_title_is_chosen_by_isrc_or_by_name_however_it_is_written(name: str) -> None:
    chosen, left_out = select(sums_of("distrokid-2026-q3.tsv"), [name])
    assert [each.isrc for each in chosen] == ["FRX762600016"]
    assert len(left_out) == 5


@pytest.mark.parametrize("name", ["3616840123456", "vallée des ombres"])
def test_record_is_chosen_by_upc_or_artist(name: str) -> None:
    chosen, left_out = select(sums_of("tunecore-2026-q2.csv"), [name])
    assert (len(chosen), left_out) == (6, [])


def test_chosen_and_left_out_make_the_file() -> None:
    sums = sums_of("distrokid-2026-q3.tsv")
    chosen, left_out = select(sums, ["Nord", "FRX762600011"])
    assert sorted([*chosen, *left_out], key=sums.index) == sums
    assert add(*(each.net for each in [*chosen, *left_out])) == Decimal("22990.1267787")


def test_name_that_matches_nothing_is_refused() -> None:
    with pytest.raises(TitleUnknown, match="“Sud”"):
        select(sums_of("distrokid-2026-q3.tsv"), ["Nord", "Sud"])


def test_title_of_several_artists_must_be_named_by_code() -> None:
    rows = [distrokid(isrc="A1"), distrokid(isrc="B1", artist="Autre")]
    sums = titles(read(file_of(DISTROKID, rows)))
    with pytest.raises(TitleAmbiguous, match="ISRC or UPC"):
        select(sums, ["Nord"])
    assert [each.artist for each in select(sums, ["B1"]).chosen] == ["Autre"]


def test_empty_name_matches_no_empty_code() -> None:
    sums = titles(read(file_of(DISTROKID, [distrokid(isrc="", upc="")])))
    with pytest.raises(TitleUnknown):
        select(sums, [""])
