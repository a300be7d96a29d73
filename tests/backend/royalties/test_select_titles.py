"""A file may hold several projects' titles: people name them as they know them."""

from decimal import Decimal

import pytest

from backend.amounts import add
from backend.royalties.statements.titles import TitleAmbiguous, TitleSum, TitleUnknown, find_titles, titles
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


def found(sums: list[TitleSum], *names: str) -> list[TitleSum]:
    return [sums[place] for place in sorted(find_titles(sums, names))]


@pytest.mark.parametrize("name", ["FRX762600016", "fr-x76-26-00016", "L'autre rive", "l’AUTRE  rive"])
def test_title_is_found_by_isrc_or_by_name_however_it_is_written(name: str) -> None:
    assert [each.isrc for each in found(sums_of("distrokid-2026-q3.tsv"), name)] == ["FRX762600016"]


@pytest.mark.parametrize("name", ["3616840123456", "vallée des ombres"])
def test_record_is_found_by_upc_or_artist(name: str) -> None:
    assert len(found(sums_of("tunecore-2026-q2.csv"), name)) == 6


def test_several_names_find_each_title_once() -> None:
    titled = found(sums_of("distrokid-2026-q3.tsv"), "Nord", "FRX762600011", "nord")
    assert [each.title for each in titled] == ["Ligne de crête", "Nord"]


def test_name_that_matches_nothing_is_refused() -> None:
    with pytest.raises(TitleUnknown, match="“Sud”"):
        found(sums_of("distrokid-2026-q3.tsv"), "Nord", "Sud")


def test_title_of_several_artists_must_be_named_by_code() -> None:
    rows = [distrokid(isrc="A1"), distrokid(isrc="B1", artist="Autre")]
    sums = titles(read(file_of(DISTROKID, rows)))
    with pytest.raises(TitleAmbiguous, match="ISRC or UPC"):
        found(sums, "Nord")
    assert [each.artist for each in found(sums, "B1")] == ["Autre"]


def test_empty_name_matches_no_empty_code() -> None:
    sums = titles(read(file_of(DISTROKID, [distrokid(isrc="", upc="")])))
    with pytest.raises(TitleUnknown):
        found(sums, "")
