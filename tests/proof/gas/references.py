"""What others' tokens cost, deployed as a ShareToken is: as clones with as many bytes of arguments."""

from web3 import Web3

from tests.proof.gas.chain import Chain, Contract, Receipt
from tests.proof.gas.project import EURO
from tests.proof.gas.rows import FEW, Rows, Watch

KINDS = {
    "OZ ERC20 transfer": "ReferenceToken",
    "OZ ERC20Votes transfer": "ReferenceVotes",
    "ERC-1726-style transfer": "ReferenceDividends",
}


def measure_references(chain: Chain, like: str, watch: Watch) -> tuple[Rows, Rows]:
    """A transfer of FEW between two holders of each; beside it, other circumstances. `like`: a ShareToken."""
    cloner = chain.deploy("ReferenceCloner")
    arguments = bytes(arguments_of(chain, like))
    as_clone, aside = {}, {}
    for name, kind in KINDS.items():
        code = chain.deploy(kind)
        clone = cloner.send(chain.accounts[0], "clone", code.address, arguments).logs[0]["data"][-40:]
        token = chain.at(kind, "0x" + clone)
        mint(token, chain)
        mint(code, chain)
        if kind == "ReferenceDividends":
            aside[f"{name} before any dividend"] = transfer(token, chain).gas
            distribute(chain, token)
            distribute(chain, code)
        receipt = transfer(token, chain)
        watch(name, receipt)
        as_clone[name] = receipt.gas
        aside[f"{name} without a clone"] = transfer(code, chain).gas
    return as_clone, aside


def mint(token: Contract, chain: Chain) -> None:
    for each in chain.accounts[6:8]:
        token.send(each, "mint", each, 10_000)


def transfer(token: Contract, chain: Chain) -> Receipt:
    fan, second_fan = chain.accounts[6:8]
    return token.send(fan, "transfer", second_fan, FEW)


def distribute(chain: Chain, token: Contract) -> None:
    """Dividends, and a transfer after them: every transfer from now on corrects what both have earned."""
    payer = chain.accounts[6]
    currency = chain.deploy("TestCurrency", "Euro Coin", "EURC", 6)
    currency.send(payer, "mint", payer, EURO)
    currency.send(payer, "approve", token.address, EURO)
    token.send(payer, "initialize", currency.address)
    token.send(payer, "distribute", EURO)
    transfer(token, chain)


def arguments_of(chain: Chain, clone: str) -> int:
    """How many bytes of arguments a clone has: what its code has more than an EIP-1167 proxy."""
    code = Web3.to_bytes(hexstr=chain.request("eth_getCode", clone, "latest"))
    return len(code) - 45
