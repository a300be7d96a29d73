"""What the terminal asks, the browser's wallet answers on a page that this machine alone serves (issue F)."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from backend.chain.contracts import encode_call
from backend.chain.secp256k1 import recover
from backend.chain.transactions import Call
from backend.chain.typed_data import hash_text, hash_typed
from backend.local import Anvil, compile_contracts
from scripts.keys.browser_signer import BrowserSigner
from scripts.keys.wallet_page.words import write_words
from scripts.refusal import Refused, Unfinished
from tests.backend.world import World
from tests.browser import axe
from tests.browser.wallet import faults
from tests.browser.wallet.install import install, show_account
from tests.browser.wallet.wallet import Wallet
from tests.browser.watch import Watch

WORDS = ("The producer’s account allows the campaign 5 EURC.", "Nothing else.")
PATIENCE = 30


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    compile_contracts()
    with Anvil() as anvil:
        yield World(anvil)


class Terminal:
    """What a verb does, in a thread of its own, and what is written on stderr meanwhile."""

    def __init__(self, world: World, read_aside: Callable[[], str]) -> None:
        self.world, self._read_aside, self._aside = world, read_aside, ""
        self.signer = BrowserSigner(world.producer)
        self._thread = ThreadPoolExecutor(1)

    def send(self, data: bytes | None = None) -> Future[str]:
        call = Call(self.world.producer, self.world.currency, data or allow(self.world, 5))
        return self._thread.submit(
            self.signer.send_transaction, call, self.world.anvil.chain_id, 100_000, WORDS
        )

    def ask(self, work: Callable[[], str]) -> Future[str]:
        return self._thread.submit(work)

    @property
    def address(self) -> str:
        """Of the page, as it is told."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._aside += self._read_aside()
            if found := re.search(r"http://127\.0\.0\.1:\d+/open/\S+", self._aside):
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no address in {self._aside!r}")

    def close(self) -> None:
        self.signer.close()
        self._thread.shutdown(wait=False)


@pytest.fixture
def terminal(world: World, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("COPROD_LANGUAGE", "en")
    # Without a screen nothing opens a browser by itself.
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    made = Terminal(world, lambda: str(capsys.readouterr().err))
    yield made
    made.close()


@pytest.fixture
def open_page(browser: Browser, watch: Watch, terminal: Terminal) -> Iterator[Callable[..., Page]]:
    opened = []

    def show(*wallets: Wallet) -> Page:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE * 1_000)
        opened.append(context)
        address = terminal.address
        watch.follow(context, address.partition("/open/")[0])
        install(context, *wallets)
        page = context.new_page()
        page.goto(address)
        return page

    yield show
    for context in opened:
        context.close()


def allow(world: World, amount: int) -> bytes:
    return encode_call("IERC20Metadata", "approve", world.fan, amount)


def hear(page: Page, answer: Future[str]) -> str:
    """What the terminal heard. Meanwhile the wallet answers, which it does only while Playwright is asked."""
    end = time.monotonic() + PATIENCE
    while not answer.done() and time.monotonic() < end:
        page.wait_for_timeout(20)
    return answer.result(0)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_transaction_is_shown_in_words_and_sent(world: World, terminal: Terminal, open_page: Any) -> None:
    sent = terminal.send()
    wallet = Wallet(world, world.producer)
    page = open_page(wallet)
    expect(page.get_by_role("heading", name="A transaction to send")).to_be_visible()
    for words in (*WORDS, world.producer, world.currency):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    assert list(axe.violations(page)) == []
    assert "/open/" not in page.url, "the token leaves the address at once"
    assert wallet.methods() == []
    press(page, "Ask Test Wallet")
    assert hear(page, sent) == wallet.hashes[0]
    (shown,) = wallet.asked[-1].calls
    assert (shown.to, shown.function, shown.arguments["value"]) == (world.currency, "approve", 5)
    assert world.request("eth_getTransactionByHash", wallet.hashes[0])["from"] == world.producer.lower()
    expect(page.get_by_text("Go on in the terminal")).to_be_visible()


def test_the_next_question_comes_to_the_same_page(world: World, terminal: Terminal, open_page: Any) -> None:
    first = terminal.send()
    wallet = Wallet(world, world.producer)
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    hear(page, first)
    expect(page.get_by_text("Go on in the terminal")).to_be_visible()
    second = terminal.send(allow(world, 7))
    expect(page.get_by_text("Nothing else.")).to_be_visible()
    press(page, "Ask Test Wallet")
    assert hear(page, second) == wallet.hashes[1]


def test_typed_data_and_texts_are_signed(world: World, terminal: Terminal, open_page: Any) -> None:
    described = {
        "types": {
            "EIP712Domain": [{"name": "name", "type": "string"}, {"name": "chainId", "type": "uint256"}],
            "FinancierLine": [{"name": "line", "type": "uint256"}],
        },
        "primaryType": "FinancierLine",
        "domain": {"name": "Coprod campaign", "chainId": world.anvil.chain_id},
        "message": {"line": 1},
    }
    typed = terminal.ask(lambda: terminal.signer.sign_typed_data(described, WORDS))
    page = open_page(Wallet(world, world.producer))
    press(page, "Ask Test Wallet")
    signature = bytes.fromhex(hear(page, typed)[2:])
    assert recover(hash_typed(described), signature) == world.producer
    text = terminal.ask(lambda: terminal.signer.sign_text("example.org: connexion, été"))
    expect(page.get_by_role("heading", name="A text to sign")).to_be_visible()
    press(page, "Ask Test Wallet")
    signature = bytes.fromhex(hear(page, text)[2:])
    assert recover(hash_text("example.org: connexion, été"), signature) == world.producer


def test_anybody_says_who_they_are(world: World, terminal: Terminal, open_page: Any) -> None:
    terminal.signer = BrowserSigner()
    asked = terminal.ask(lambda: terminal.signer.address)
    page = open_page(Wallet(world, world.stranger))
    expect(page.get_by_text("nothing is signed or sent yet")).to_be_visible()
    press(page, "Ask Test Wallet")
    assert hear(page, asked) == world.stranger


def test_another_account_is_refused_until_it_is_the_right_one(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    sent = terminal.send()
    wallet = Wallet(world, world.fan)
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    expect(page.get_by_role("alert")).to_contain_text(f"does not show {world.producer}")
    assert "eth_sendTransaction" not in wallet.methods()
    show_account(page, wallet, world.producer)
    press(page, "Ask Test Wallet")
    assert hear(page, sent) == wallet.hashes[0]


def test_another_chain_is_left_for_the_right_one(world: World, terminal: Terminal, open_page: Any) -> None:
    """Added first, when the wallet does not know it (EIP-3085)."""
    sent = terminal.send()
    wallet = Wallet(world, world.producer, chain_id=1)
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    assert hear(page, sent) == wallet.hashes[0]
    wanted = ["wallet_switchEthereumChain", "wallet_addEthereumChain", "wallet_switchEthereumChain"]
    assert [each for each in wallet.methods() if each in wanted] == wanted
    assert wallet.chain_id == world.anvil.chain_id


def test_a_chain_that_the_wallet_refuses_gets_no_question(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    sent = terminal.send()
    wallet = Wallet(world, world.producer, chain_id=1)
    wallet.refuse("wallet_switchEthereumChain")
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    expect(page.get_by_role("alert")).to_have_text("You cancelled.")
    assert "eth_sendTransaction" not in wallet.methods()
    press(page, "No, not this")
    with pytest.raises(Refused, match="you cancelled in the browser"):
        hear(page, sent)


def test_who_says_no_sends_nothing(world: World, terminal: Terminal, open_page: Any) -> None:
    """4001 of EIP-1193."""
    sent = terminal.send()
    wallet = Wallet(world, world.producer)
    wallet.refuse("eth_sendTransaction")
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    with pytest.raises(Refused, match="you cancelled in the browser"):
        hear(page, sent)
    assert wallet.hashes == []


def test_a_fault_that_may_come_after_sending_is_no_refusal(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    sent = terminal.send()
    wallet = Wallet(world, world.producer)
    wallet.fail(faults.Fault(-32603, "Timed out."), "eth_sendTransaction")
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    with pytest.raises(Unfinished, match=r"may have sent it \(it answers: Timed out.\)"):
        hear(page, sent)


def test_a_page_that_was_loaded_again_does_not_send_twice_unasked(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    sent = terminal.send()
    wallet = Wallet(world, world.producer)
    wallet.reload_after("eth_sendTransaction")
    page = open_page(wallet)
    press(page, "Ask Test Wallet")
    expect(page.get_by_text("The wallet was asked already.")).to_be_visible()
    press(page, "I said yes in the wallet")
    with pytest.raises(Unfinished, match="looks for it on the chain"):
        hear(page, sent)
    assert len(wallet.hashes) == 1


def test_a_wallet_that_does_not_announce_itself_is_found(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    """window.ethereum."""
    sent = terminal.send()
    wallet = Wallet(world, world.producer, announces=False)
    page = open_page(wallet)
    press(page, "Ask the browser's wallet")
    assert hear(page, sent) == wallet.hashes[0]


def test_one_of_two_wallets_is_chosen(world: World, terminal: Terminal, open_page: Any) -> None:
    sent = terminal.send()
    first = Wallet(world, world.fan, name="First", rdns="org.example.first")
    second = Wallet(world, world.producer, name="Second", rdns="org.example.second", injects=False)
    page = open_page(first, second)
    press(page, "Ask Second")
    assert hear(page, sent) == second.hashes[0]
    assert first.asked == []


def test_a_browser_without_wallet_is_told(terminal: Terminal, open_page: Any) -> None:
    sent = terminal.send()
    page = open_page()
    expect(page.get_by_role("alert")).to_contain_text("There is no wallet in this browser")
    press(page, "No, not this")
    with pytest.raises(Refused, match="you cancelled in the browser"):
        hear(page, sent)


def test_french_is_spoken(
    world: World, terminal: Terminal, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPROD_LANGUAGE", "fr")
    sent = terminal.send()
    page = open_page(Wallet(world, world.producer))
    expect(page.get_by_role("heading", name="Une transaction à envoyer")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "fr"
    press(page, "Demander à Test Wallet")
    assert hear(page, sent).startswith("0x")


def test_only_the_browser_that_opened_the_page_is_answered(
    world: World, terminal: Terminal, open_page: Any
) -> None:
    """The address opens once; neither another name for this host nor another page's request passes."""
    sent = terminal.send()
    page = open_page(Wallet(world, world.producer))
    origin = page.url.rstrip("/")
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    known = {"Cookie": f"{cookie['name']}={cookie['value']}"}
    own = {**known, "Origin": origin}
    with httpx.Client() as stranger:
        assert stranger.get(terminal.address).status_code == 410
        assert stranger.get(f"{origin}/open/guessed").status_code == 410
        assert stranger.get(f"{origin}/").status_code == 403
        assert stranger.get(f"{origin}/question").status_code == 403
        assert stranger.get(f"{origin}/", headers={**known, "Host": "evil.example"}).status_code == 403
        assert stranger.get(f"{origin}/../browser_signer.py", headers=known).status_code == 404
        forged: tuple[tuple[dict[str, str], Any], ...] = (
            ({"Origin": origin}, 403),
            ({**known, "Origin": "http://evil.example"}, 403),
            (known, 403),
            ({**own, "Host": "evil.example"}, 403),
        )
        lie = {"number": 1, "value": "0x" + 64 * "1"}
        for headers, status in forged:
            assert stranger.post(f"{origin}/answer", json=lie, headers=headers).status_code == status
        plain = stranger.post(f"{origin}/answer", content="{}", headers={**own, "Content-Type": "text/plain"})
        assert plain.status_code == 403
        wrong = stranger.post(f"{origin}/answer", json={"number": 1, "value": "0x12"}, headers=own)
        assert wrong.json() == {"taken": False}
        late = stranger.post(f"{origin}/answer", json={**lie, "number": 9}, headers=own)
        assert late.json() == {"taken": False}
        for body in (b"[]", b"{", b'{"number": "1"}'):
            asked = stranger.post(
                f"{origin}/answer", content=body, headers={**own, "Content-Type": "application/json"}
            )
            assert asked.status_code == 400
        assert "default-src 'none'" in stranger.get(f"{origin}/page.js").headers["Content-Security-Policy"]
    assert not sent.done()
    press(page, "Ask Test Wallet")
    assert hear(page, sent).startswith("0x")


def test_every_sentence_of_the_page_is_used() -> None:
    folder = Path(__file__).parents[3] / "scripts" / "keys" / "wallet_page"
    used = " ".join((folder / name).read_text() for name in ("page.js", "page.html", "questions.py"))
    assert [name for name in write_words() if name not in used] == []
