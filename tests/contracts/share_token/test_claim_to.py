"""A holder has what it has earned paid to another address (5.4)."""

from brownie import ReenteringHook, SmartWallet, web3

from tests.contracts.answers import happened, refused
from tests.contracts.currencies import only_currency


def test_the_holder_says_where(project, shares, fan, stranger, currency):
    """5.4: event, money and account."""
    project.deposit(97_000)
    claim = shares.claimTo(stranger, {"from": fan})
    assert claim.return_value == 60_000
    assert happened(claim, "RoyaltyPaid") == [{"holder": fan, "to": stranger, "amount": 60_000}]
    assert (currency.balanceOf(stranger), shares.claimable(fan)) == (60_000, 0)


def test_nobody_claims_for_somebody_else(project, shares, fan, stranger):
    """5.4: the caller's own royalties only."""
    project.deposit(97_000)
    with refused("ShareToken_NothingToClaim", stranger):
        shares.claimTo(fan, {"from": stranger})


def test_a_destination_that_takes_no_money_is_refused(project, shares, fan):
    """5.4: this currency refuses the zero address; nothing is lost."""
    project.deposit(97_000)
    nobody = "0x" + 40 * "0"
    with refused("Vault_PaymentRefused", nobody, 60_000):
        shares.claimTo(nobody, {"from": fan})
    assert shares.claimable(fan) == 60_000


def test_a_contract_takes_its_money_out_itself(project, shares, fan, stranger, currency):
    """5.4, K20: a holder that is a contract is not left with money that it cannot move."""
    wallet = SmartWallet.deploy({"from": fan})
    shares.transfer(wallet, 60, {"from": fan})
    project.deposit(97_000)
    shares.payout([wallet], {"from": stranger})
    assert currency.balanceOf(wallet) == 0
    wallet.execute(shares, shares.claimTo.encode_input(fan), {"from": fan})
    assert currency.balanceOf(fan) == 60_000


@only_currency("HookedCurrency")
def test_a_holder_that_comes_back_during_its_claim_gets_nothing_more(project, shares, fan, currency):
    """5.4, K2: booked before it is paid, and closed meanwhile."""
    project.deposit(97_000)
    hook = ReenteringHook.deploy({"from": fan})
    hook.prepare(shares, shares.payout.encode_input([fan]), {"from": fan})
    currency.setHook(hook, {"from": fan})
    shares.claim({"from": fan})
    assert bytes(hook.answer()) == web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]
    assert (currency.balanceOf(fan), shares.claimable(fan)) == (60_000, 0)
    assert currency.balanceOf(shares) == shares.reserved() == 37_000
