"""`make brownie ARGS="run allow_list …"`: a transfer rule for offers that only some may buy (PROTOCOL 6.2).

main <keeper>                           makes one; a preset names its address and keeper in [transfer_rule]
allow <address of the list> <account>…  lets these accounts receive shares, by the keeper
bar <address of the list> <account>…    no longer; they may still sell, and are refunded and paid as before
"""

from collections.abc import Sequence

from brownie.network.account import Account
from brownie.network.transaction import TransactionReceipt

from scripts import chain
from scripts.commands import command
from scripts.language import say, say_count
from scripts.refusal import Refused, refusals_end_the_run
from scripts.words import read_account


def create_allow_list(keeper: str, account: Account) -> str:
    """Its address. Nobody is allowed yet."""
    address, _ = chain.create("AllowList", keeper, account=account)
    return address


def set_allowed(
    rule: str, accounts: Sequence[str], keeper: Account | None = None, *, allowed: bool
) -> TransactionReceipt:
    """Keeper: says who may receive shares. Raises Refused."""
    listed = chain.contract_at("AllowList", rule)
    return chain.send(keeper or chain.signer(listed.keeper()), listed.allow, list(accounts), allowed)


@refusals_end_the_run()
def main(keeper: str = "") -> None:
    chain.refuse_wrong_chain()
    address = create_allow_list(read_account(say("keeper"), keeper), chain.signer())
    print(say("Allow-list {address}. Next: its keeper allows who may buy, by", address=address))
    print(command("allow_list", "allow", address, "<account>"))


@refusals_end_the_run()
def allow(rule: str = "", *accounts: str) -> None:
    change(rule, accounts, allowed=True)


@refusals_end_the_run()
def bar(rule: str = "", *accounts: str) -> None:
    change(rule, accounts, allowed=False)


def change(rule: str, accounts: Sequence[str], *, allowed: bool) -> None:
    chain.refuse_wrong_chain()
    if not accounts:
        raise Refused(say("name the accounts, by their addresses"))
    named = [read_account(say("account"), each) for each in accounts]
    receipt = set_allowed(read_account(say("allow-list"), rule), named, allowed=allowed)
    count, transaction = len(named), receipt.txid
    print(
        say_count(
            "{count} account allowed in {transaction}.",
            "{count} accounts allowed in {transaction}.",
            count,
            transaction=transaction,
        )
        if allowed
        else say_count(
            "{count} account barred in {transaction}.",
            "{count} accounts barred in {transaction}.",
            count,
            transaction=transaction,
        )
    )
