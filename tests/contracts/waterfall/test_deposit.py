"""Receipts come in bound to a statement, and are shared by the positions of the terms (5.1, 5.2)."""

from brownie import chain, web3
from eth_abi import encode

from tests.contracts.answers import happened, plain
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.project import Deduction, statement

STATEMENT_TYPE = "(uint64,uint64,bytes32,uint256,(bytes32,uint256)[],uint256,bytes32,string,bytes32)"


@every_currency
def test_what_comes_in_goes_out_to_the_last_unit(project, fan, producer, financier, collector, currency):
    """5.2, 5.5, K3, K19: rounded down but for the holders, who take the rest."""
    net = 1_003
    before = {each: currency.balanceOf(each) for each in (producer, financier, collector, project.shares)}
    deposit = project.deposit(net)
    top = net * 500 // 10_000
    left = net - top
    television, produced = left * 3_333 // 10_000, left * 2_667 // 10_000
    holders = left - television - produced
    [told] = happened(deposit, "Deposited", project.waterfall)
    assert list(told["amounts"]) == [top, television, holders, produced] == [50, 317, 382, 254]
    earned = {collector: top, financier: television, project.shares: holders, producer: produced}
    assert {each: currency.balanceOf(each) - before[each] for each in earned} == earned
    assert currency.balanceOf(project.waterfall) == project.waterfall.reserved() == 0
    assert happened(deposit, "Paid", project.waterfall) == [
        {"payee": collector, "to": collector, "amount": top},
        {"payee": financier, "to": financier, "amount": television},
        {"payee": producer, "to": producer, "amount": produced},
    ]


def test_the_event_carries_the_whole_statement(project, producer):
    """5.1: a mirror never has to call back."""
    kept = [Deduction(b"commission".ljust(32, b"\0"), 60), Deduction(b"withholding".ljust(32, b"\0"), 40)]
    filed = statement(900, gross=1_000, deductions=kept)
    deposit = project.deposit(900, gross=filed.gross, deductions=filed.deductions)
    expected_id = web3.keccak(
        encode(
            ["uint256", "address", "address", STATEMENT_TYPE],
            [chain.id, project.waterfall.address, producer.address, filed],
        )
    )
    [told] = happened(deposit, "Deposited", project.waterfall)
    assert told["statementId"] == deposit.return_value == expected_id.to_0x_hex()
    assert (told["reporter"], told["tranche"]) == (producer, 1)
    assert plain(told["statement"]) == plain(filed)
    assert project.waterfall.isReported(expected_id)
    assert project.waterfall.statementIdOf(producer, filed) == expected_id.to_0x_hex()


def test_off_the_top_counts_from_the_gross(project, collector, currency):
    """5.2: 5 % of the gross, though a quarter of it was kept back."""
    before = currency.balanceOf(collector)
    project.deposit(750, gross=1_000, deductions=[Deduction(b"tax".ljust(32, b"\0"), 250)])
    assert currency.balanceOf(collector) - before == 50


def test_the_holders_part_is_the_next_tranche(project):
    """5.3: numbered from one, received by the shares with the amount of the position."""
    for number in (1, 2):
        deposit = project.deposit(1_000, number)
        [told] = happened(deposit, "Deposited")
        assert told["tranche"] == number
        assert happened(deposit, "RoyaltiesReceived", project.shares) == [
            {"tranche": number, "amount": told["amounts"][2]}
        ]


@only_currency("ZeroRefusingCurrency")
def test_a_nil_statement_moves_nothing(project):
    """5.1, K19: nothing was sold, and that is said; no transfer of nothing is tried."""
    deposit = project.deposit(0, gross=0)
    [told] = happened(deposit, "Deposited")
    assert (told["tranche"], list(told["amounts"])) == (0, [0, 0, 0, 0])
    assert happened(deposit, "Paid") == happened(deposit, "RoyaltiesReceived") == []
    assert project.waterfall.isReported(told["statementId"])


@only_currency("ZeroRefusingCurrency")
def test_a_deposit_too_small_for_some_positions_pays_the_others(project):
    """5.2, K19: one unit is the holders', who take what rounding leaves."""
    deposit = project.deposit(1)
    assert list(happened(deposit, "Deposited")[0]["amounts"]) == [0, 0, 1, 0]
