"""Every error is a page with a sentence that says what to do, in the reader's language."""

import pytest

from tests.backend.web.conftest import Read
from tests.backend.world import Project, World


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/fr/nulle-part", 404, "Cette page n’existe pas"),
        ("/en/nowhere", 404, "There is no such page"),
        ("/de/", 404, "There is no such page"),
        ("/en/?show=everything", 404, "There is no such page"),
        ("/assets/secret.css", 404, "There is no such page"),
        ("/fr/projects/0x12", 422, "Une adresse, c’est 0x suivi de 40 chiffres"),
        ("/en/projects/0x" + 40 * "1", 404, "There is no such project"),
        ("/en/portfolio/nobody", 422, "An address is 0x followed by 40 digits"),
        ("/covers/0x12", 422, "An address is 0x followed by 40 digits"),
    ],
)
async def test_a_wrong_address_gets_a_sentence(
    project: Project, read: Read, path: str, status: int, sentence: str
) -> None:
    assert sentence in (await read(path, status=status)).text


async def test_an_empty_mirror_asks_for_patience(read: Read, world: World) -> None:
    """7.1"""
    for path in ("/fr/", "/fr/portfolio", f"/fr/projects/{world.fan}"):
        page = await read(path, status=503)
        assert "La chaîne n’a pas encore été lue" in page.text
        assert "Réessayez dans un instant." in page.text


async def test_how_it_works_needs_no_chain(read: Read) -> None:
    assert "Comment ça marche" in (await read("/fr/about")).text


async def test_the_language_of_an_unknown_address_is_the_browsers(read: Read) -> None:
    page = await read("/nulle-part", status=404, **{"Accept-Language": "fr"})
    assert "Cette page n’existe pas" in page.text
