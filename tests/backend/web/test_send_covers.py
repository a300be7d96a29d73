"""The picture of a project: the producer's poster, or a pattern of its own."""

import json

import httpx

from backend.web.guilloche import draw_cover
from tests.backend.conftest import Follow
from tests.backend.world import World

POSTER = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


async def test_a_poster_is_sent_and_may_run_nothing(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    page = {"image": "data:image/svg+xml," + POSTER.replace("<", "%3C").replace(">", "%3E")}
    made = world.propose(
        world.terms(contractURI="data:application/json," + json.dumps(page).replace("%", "%25"))
    )
    await follow()
    response = await browser.get(f"/covers/{made.campaign}")
    assert response.text == POSTER
    assert response.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "sandbox" in response.headers["content-security-policy"]


async def test_what_is_no_picture_is_never_sent(
    world: World, follow: Follow, browser: httpx.AsyncClient
) -> None:
    for image in (
        "data:text/html,<p>",
        "data:image/evil,x",
        "https://example.org/x.png",
        "data:image/png;base64,?",
    ):
        page = json.dumps({"image": image})
        made = world.propose(world.terms(contractURI="data:application/json," + page))
        await follow()
        response = await browser.get(f"/covers/{made.campaign}")
        assert response.text == draw_cover(made.campaign), image


def test_every_address_has_a_pattern_of_its_own() -> None:
    addresses = ["0x" + f"{number:040x}" for number in range(50)]
    assert len({draw_cover(each) for each in addresses}) == 50
    assert draw_cover(addresses[0]) == draw_cover(addresses[0])
