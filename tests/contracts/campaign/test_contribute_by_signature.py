"""Somebody else pays for a fan that signed: any pledge, also a second one, also with a reward (3.1)."""

import pytest
from brownie import SmartWallet, chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency
from tests.contracts.delegation import delegate
from tests.contracts.project import at_second, propose
from tests.contracts.signing import FOREVER, sign

ELSEWHERE = {"chainId": 1, "verifyingContract": "0x" + 40 * "7", "name": "Coprod", "version": "2"}


def signed(project, signer, payer, shares, tier=0, deadline=FOREVER, fan=None, nonce=None, **domain):
    """What the fan (or who signs for it) says: who pays, for how many shares and with which reward."""
    fan = fan or signer
    nonce = project.campaign.nonces(fan) if nonce is None else nonce
    values = (fan, payer, shares, tier, nonce, deadline)
    return sign(signer, project.campaign, "Contribution", *values, **domain)


@pytest.fixture
def payer(project, patron):
    """With the price of thirty shares, and approved."""
    project.fund(patron, 30 * project.price)
    return patron


@every_currency
def test_a_fan_lets_somebody_pay(project, fan, patron, currency):
    """3.1, K19: the payer pays, the fan holds the shares and the reward, and the payer is paid back."""
    amount = 7 * project.price
    project.fund(patron, amount)
    signature = signed(project, fan, patron, 7, tier=1)
    purchase = project.campaign.contributeBySignature(fan, 7, 1, FOREVER, signature, {"from": patron})
    firm_at = purchase.timestamp + project.terms.campaign.reflection
    told = {"fan": fan, "payer": patron, "shares": 7, "amount": amount, "tier": 1, "firmAt": firm_at}
    assert happened(purchase, "Contributed", project.campaign) == [told]
    assert plain(project.campaign.pledgeOf(fan)) == (7, firm_at, 1)
    assert project.campaign.nonces(fan) == 1
    assert (currency.balanceOf(patron), currency.balanceOf(project.campaign)) == (0, amount)
    project.campaign.revoke({"from": fan})
    assert (currency.balanceOf(patron), currency.balanceOf(fan)) == (amount, 0)
    assert project.campaign.tierTaken(1) == 0


def test_a_signature_serves_once(project, fan, payer):
    """3.1, K15: the nonce has moved on."""
    signature = signed(project, fan, payer, 5)
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    with refused("Campaign_WrongSigner", fan):
        project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    assert project.shares.balanceOf(fan) == 5


def test_a_fan_can_sign_for_a_second_pledge(project, fan, payer):
    """3.1: its signature lifts what `contributeFor` refuses."""
    project.contribute(fan, 2)
    signature = signed(project, fan, payer, 5)
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    assert project.shares.balanceOf(fan) == 7
    assert plain(project.campaign.payerOf(fan)) == plain((payer, 5))


@pytest.mark.parametrize("part", ELSEWHERE)
def test_what_was_signed_for_another_chain_or_contract_is_refused(project, fan, payer, part):
    """K15: every part of the domain counts."""
    signature = signed(project, fan, payer, 5, **{part: ELSEWHERE[part]})
    with refused("Campaign_WrongSigner", fan):
        project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})


def test_a_signature_serves_one_campaign(project, factory, platform, producer, later_terms, fan, patron):
    """K15: not its twin by the same producer on the same terms."""
    twin = propose(factory, platform, producer, later_terms)
    twin.open()
    twin.fund(patron, 5 * twin.price)
    signature = signed(project, fan, patron, 5)
    with refused("Campaign_WrongSigner", fan):
        twin.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": patron})


@pytest.mark.parametrize(
    "change",
    [{"shares": 6}, {"tier": 1}, {"deadline": FOREVER - 1}, {"nonce": 1}],
    ids=lambda each: next(iter(each)),
)
def test_whatever_differs_from_what_was_signed_is_refused(project, fan, payer, change):
    """3.1: number, reward, deadline and nonce are the fan's choice."""
    signature = signed(project, fan, payer, **{"shares": 5, **change})
    with refused("Campaign_WrongSigner", fan):
        project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})


def test_nobody_but_the_signed_payer_uses_a_signature(project, fan, payer, stranger):
    """3.1: who is paid back is the fan's choice, too."""
    project.fund(stranger, 5 * project.price)
    signature = signed(project, fan, payer, 5)
    with refused("Campaign_WrongSigner", fan):
        project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": stranger})


def test_the_signature_of_somebody_else_is_refused(project, fan, stranger, payer):
    """3.1: nor none at all, nor one of the wrong length."""
    for signature in (signed(project, stranger, payer, 5, fan=fan), b"", bytes(64), bytes(65)):
        with refused("Campaign_WrongSigner", fan):
            project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})


def test_the_deadline_is_included(project, fan, payer):
    """3.1: the second after it is too late."""
    deadline = chain[-1].timestamp + 100
    for second, shares in ((deadline, 5), (deadline + 1, 6)):
        signature = signed(project, fan, payer, shares, deadline=deadline)
        call = (fan, shares, 0, deadline, signature, {"from": payer})
        at_second(second)
        if second == deadline:
            project.campaign.contributeBySignature(*call)
        else:
            with refused("Campaign_SignatureExpired", deadline):
                project.campaign.contributeBySignature(*call)
    assert project.shares.balanceOf(fan) == 5


def test_a_second_payer_waits_until_the_first_is_paid_back(project, fan, payer, stranger):
    """3.1: beside the fan one payer at a time, so that it is clear who is paid back."""
    signature = signed(project, fan, payer, 5)
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    project.fund(stranger, 5 * project.price)
    other = signed(project, fan, stranger, 5)
    with refused("Campaign_OtherPayer", payer):
        project.campaign.contributeBySignature(fan, 5, 0, FOREVER, other, {"from": stranger})
    project.campaign.revoke({"from": fan})
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, other, {"from": stranger})
    assert plain(project.campaign.payerOf(fan)) == plain((stranger, 5))


def test_a_contract_signs_by_its_code(project, fan, stranger, payer):
    """3.1, K20: ERC-1271; the owner of the wallet signs, a stranger cannot."""
    wallet = SmartWallet.deploy({"from": fan})
    forged = signed(project, stranger, payer, 5, fan=wallet.address)
    with refused("Campaign_WrongSigner", wallet):
        project.campaign.contributeBySignature(wallet, 5, 0, FOREVER, forged, {"from": payer})
    signature = signed(project, fan, payer, 5, fan=wallet.address)
    project.campaign.contributeBySignature(wallet, 5, 0, FOREVER, signature, {"from": payer})
    assert project.shares.balanceOf(wallet) == 5


def test_a_contract_that_knows_no_signatures_signs_nothing(project, fan, payer):
    """3.1: neither by answering otherwise nor by reverting."""
    for contract in (project.currency, project.shares):
        signature = signed(project, fan, payer, 5, fan=contract.address)
        with refused("Campaign_WrongSigner", contract):
            project.campaign.contributeBySignature(contract, 5, 0, FOREVER, signature, {"from": payer})


def test_the_key_of_a_delegated_account_still_speaks_for_it(project, accounts, fan, stranger, payer):
    """3.1: an EIP-7702 delegation, whose code listens to somebody else, does not silence the key."""
    delegate(accounts, [*accounts].index(fan), SmartWallet.deploy({"from": stranger}))
    signature = signed(project, fan, payer, 5)
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    assert project.shares.balanceOf(fan) == 5


def test_a_delegated_account_also_signs_by_its_code(project, accounts, fan, stranger, payer):
    """3.1: ERC-1271 comes second."""
    delegate(accounts, [*accounts].index(fan), SmartWallet.deploy({"from": stranger}))
    signature = signed(project, stranger, payer, 5, fan=fan)
    project.campaign.contributeBySignature(fan, 5, 0, FOREVER, signature, {"from": payer})
    assert project.shares.balanceOf(fan) == 5
