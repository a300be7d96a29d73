"""Burning, partly or wholly, breaks no later distribution (4.3, 5.5, K9)."""

import random

import pytest

from backend.accrual import FINE, Account, Index, add_down, settle_owed
from tests.contracts.terms import DAY, HOLDERS, percentage


@pytest.fixture(scope="module")
def terms(terms):
    return terms.change(positions=[percentage(HOLDERS, 10_000)])


class Model:
    """Who holds and who left, by the pure twin of the contract's arithmetic."""

    def __init__(self, holdings):
        self.index, self.left_index = Index(supply=sum(holdings.values())), Index()
        self.accounts = {who: Account(shares=shares) for who, shares in holdings.items()}
        self.leavers = {who: Account() for who in holdings}
        self.paid = dict.fromkeys(holdings, 0)

    def deposit(self, amount):
        if self.index.supply:
            self.index = add_down(self.index, amount)
        else:
            self.left_index = add_down(self.left_index, amount)

    def change(self, who, shares):
        settled = settle_owed(self.accounts[who], self.index)
        self.accounts[who] = settled._replace(shares=settled.shares + shares)

    def leave(self, who, shares):
        self.change(who, -shares)
        self.index = self.index._replace(supply=self.index.supply - shares)
        self.left_index = self.left_index._replace(supply=self.left_index.supply + shares)
        self.leavers[who] = self.leavers[who]._replace(shares=self.leavers[who].shares + shares)

    def claimable(self, who):
        """Both accounts together, to the fraction, in whole units."""
        accounts = (self.accounts[who], self.index), (self.leavers[who], self.left_index)
        settled = [settle_owed(account, index) for account, index in accounts]
        return sum(each.owed * FINE + each.fraction for each in settled) // FINE - self.paid[who]


@pytest.mark.parametrize("seed", [7, 19, 77])
def test_shares_come_in_move_and_go_in_any_order(ended, accounts, fan, second_fan, seed):
    """4.3, 5.5, K9: at each step everybody can claim what the model says; only fractions wait."""
    film, dice = ended.project, random.Random(seed)
    people = [fan, second_fan, *accounts[21:24]]
    model, deposited = Model({fan: 60, second_fan: 37} | dict.fromkeys(people[2:], 0)), 0
    held = {who: film.shares.balanceOf(who) for who in people}
    for number in range(1, 61):
        amount = dice.choice([1, 96, 1_000_003, 97 * 10**6])
        film.deposit(amount, number)
        model.deposit(amount)
        deposited += amount
        holders = [who for who in people if held[who]]
        if holders:
            who, other = dice.choice(holders), dice.choice(people)
            shares = dice.randint(1, held[who])
            held[who] -= shares
            if dice.random() < 0.4:
                film.campaign.exit(shares, {"from": who})
                model.leave(who, shares)
            else:
                film.shares.transfer(other, shares, {"from": who})
                model.change(who, -shares)
                model.change(other, shares)
                held[other] += shares
        somebody = dice.choice(people)
        if model.claimable(somebody):
            model.paid[somebody] += film.shares.claim({"from": somebody}).return_value
        claims = [film.shares.claimable(who) for who in people]
        assert claims == [model.claimable(who) for who in people]
        assert 0 <= deposited - sum(claims) - sum(model.paid.values()) <= len(people) + 1
    assert film.shares.totalSupply() == 0
    assert film.shares.totals()["deposited"] == deposited


def test_a_wind_down_moves_no_royalties(film, fan, second_fan):
    """4.3: earned before it, in it and after it, by those who hold at the time."""
    film.deposit(97 * DAY, 1)
    film.announce(0)
    film.deposit(97 * DAY, 2)
    film.read()
    film.wind_down(fan, 1)
    film.deposit(97 * DAY, 3)
    assert [film.shares.claimable(each) for each in (fan, second_fan)] == [180 * DAY, 111 * DAY]
    film.campaign.exit(60, {"from": fan})
    film.deposit(37 * DAY, 4)
    assert [film.shares.claimable(each) for each in (fan, second_fan)] == [180 * DAY, 148 * DAY]
