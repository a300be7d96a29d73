"""The platform allow-lists currencies for new projects (2.2)."""

from brownie import RevertingHook, web3

from tests.contracts.answers import happened, refused
from tests.contracts.currencies import deploy_currency


def test_the_platform_allows_and_bars_a_currency(factory, platform):
    """2.2: and says so."""
    other = deploy_currency("18-decimals", platform)
    assert not factory.isCurrencyAllowed(other)
    for allowed in (True, False):
        change = factory.allowCurrency(other, allowed, {"from": platform})
        assert happened(change, "CurrencyAllowed", factory) == [{"currency": other, "allowed": allowed}]
        assert factory.isCurrencyAllowed(other) == allowed


def test_nobody_else_allows(factory, currency, stranger):
    """2.2: only the platform."""
    with refused("OwnableUnauthorizedAccount", stranger):
        factory.allowCurrency(currency, True, {"from": stranger})


def test_an_address_without_code_is_refused(factory, platform, stranger):
    """3.5: a transfer of nothing that succeeds is no money."""
    with refused("ProjectFactory_CurrencyHasNoCode", stranger):
        factory.allowCurrency(stranger, True, {"from": platform})


def test_a_currency_whose_code_is_gone_can_be_barred(factory, platform, currency):
    """2.2: no new project must use it."""
    web3.provider.make_request("anvil_setCode", [currency.address, "0x"])
    factory.allowCurrency(currency, False, {"from": platform})
    assert not factory.isCurrencyAllowed(currency)


def test_a_contract_that_is_no_currency_is_refused(factory, platform):
    """2.1: decimals and symbol go into the event of every project."""
    stone = RevertingHook.deploy({"from": platform})
    with refused("ProjectFactory_NotACurrency", stone):
        factory.allowCurrency(stone, True, {"from": platform})
    assert not factory.isCurrencyAllowed(stone)


def test_a_project_in_a_currency_whose_code_is_gone_is_refused(factory, producer, terms, currency):
    """2.1: it can no longer say its decimals and symbol."""
    web3.provider.make_request("anvil_setCode", [currency.address, "0x"])
    with refused("ProjectFactory_NotACurrency", currency):
        factory.propose(terms, 7, {"from": producer})
