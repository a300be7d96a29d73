"""A wallet is looked up by its name, where a registry of names is known."""

import httpx
import pytest

from tests.backend.chain.naming import Names
from tests.backend.web.reader import Reader
from tests.backend.world import Project, World


@pytest.fixture
def names(world: World, project: Project) -> Names:
    """The fan's is fan.eth, both ways."""
    made = Names(world)
    made.register("fan.eth", world.fan)
    made.call_oneself(world.fan, "fan.eth")
    return made


@pytest.fixture
def reader(world: World, names: Names, database_url: str) -> Reader:
    return Reader(database_url, rpc_url=world.anvil.url, ens_registry=names.registry.lower())


def ask(name: str, language: str = "en") -> str:
    return str(httpx.URL(f"/{language}/portfolio", params={"address": name}))


@pytest.mark.parametrize("typed", ["fan.eth", " Fan.ETH "])
async def test_a_name_leads_to_the_wallets_page(world: World, reader: Reader, typed: str) -> None:
    async with reader.browse() as client:
        answer = await client.get(ask(typed, "fr"))
        assert (answer.status_code, answer.headers["location"]) == (303, f"/fr/portfolio/{world.fan}")
        answer = await client.get(f"/fr/portfolio/{typed.strip()}", follow_redirects=True)
        assert answer.url.path == f"/fr/portfolio/{world.fan}"


async def test_the_page_is_headed_by_the_name_that_leads_back(
    world: World, names: Names, reader: Reader
) -> None:
    page = await reader.open(f"/en/portfolio/{world.fan}")
    assert f"fan.eth {world.fan}" in page.text
    names.call_oneself(world.second_fan, "fan.eth")
    page = await reader.open(f"/en/portfolio/{world.second_fan}")
    assert "fan.eth" not in page.text.replace("a name such as fan.eth", "")


async def test_the_form_says_that_names_are_read(reader: Reader, database_url: str, project: Project) -> None:
    assert "Address of the wallet, or its name" in (await reader.open("/en/portfolio")).text
    assert "or its name" not in (await Reader(database_url).open("/en/portfolio")).text


@pytest.mark.parametrize(
    ("typed", "status", "english", "french"),
    [
        (
            "nobody.eth",
            404,
            "No address is registered under this name.",
            "Aucune adresse n’est enregistrée sous ce nom.",
        ),
        ("far.eth", 404, "is not kept on the chain", "n’est pas inscrite sur la chaîne"),
        ("fan..eth", 422, "No name is written like that", "Aucun nom ne s’écrit ainsi"),
        ("f\u0430n.eth", 422, "No name is written like that", "Aucun nom ne s’écrit ainsi"),
        ("fan", 422, "This is not an address.", "Ce n’est pas une adresse."),
    ],
)
async def test_what_is_wrong_with_a_name_is_told_under_it(
    names: Names, reader: Reader, typed: str, status: int, english: str, french: str
) -> None:
    names.point("far.eth", names.create("OffchainResolver"))
    for language, words in (("en", english), ("fr", french)):
        page = await reader.open(ask(typed, language), status)
        assert words in page.text
        (field,) = page.all("input")
        assert (field["value"], field["aria-invalid"]) == (typed, "true")
        assert field["aria-describedby"] in page.values("id")


async def test_without_a_registry_no_name_is_read(database_url: str, world: World, project: Project) -> None:
    page = await Reader(database_url, rpc_url=world.anvil.url).open(ask("fan.eth"), 422)
    assert "This site reads no names" in page.text
    assert [each["value"] for each in page.all("input")] == ["fan.eth"]


async def test_without_a_node_names_wait_and_pages_do_not(
    database_url: str, world: World, names: Names
) -> None:
    away = Reader(database_url, ens_registry=names.registry)
    page = await away.open(ask("fan.eth"), 503)
    assert "no node answers at the moment" in page.text
    assert [each["value"] for each in page.all("input")] == ["fan.eth"]
    page = await away.open(f"/en/portfolio/{world.fan}")
    assert "Shares 60" in page.text
