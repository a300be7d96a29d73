"""One project's royalties through any steps in any order, beside the model (5.3 to 5.5)."""

from typing import Any

from brownie import chain

from backend.accrual import FINE, Account, Index
from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import statement, wait_until
from tests.contracts.share_token.question_life import Questions
from tests.contracts.share_token.royalty_model import RoyaltyModel
from tests.contracts.signing import FOREVER, sign
from tests.contracts.stages import WOUND_DOWN
from tests.contracts.terms import DAY


class Royalties(Questions):
    """Deposits, gifts, days, sales, claims of all kinds, payouts and exits, some of them blocked."""

    def __init__(self, project: Any, people: list[Any], steps: int) -> None:
        self.project, self.shares, self.currency = project, project.shares, project.currency
        self.people, self.steps = people, steps
        holdings = dict(zip(self.people, [60, 37, 0, 0, 0], strict=True))
        accounts = {holder: Account(shares) for holder, shares in holdings.items()}
        self.model = RoyaltyModel(steps, Index(supply=97), accounts)
        self.reported = 0
        self.refusing: set[Any] = set()
        self.blocked: set[Any] = set()
        self.nonces = dict.fromkeys(self.people, 0)
        self.owed = dict.fromkeys(self.people, 0)
        raised = 97 * project.price
        self.begin(raised, raised * project.campaign.setup()["feeBps"] // 10_000)

    # --- in ---

    def deposit(self, amount: int) -> None:
        self.reported += 1
        filed = statement(amount, number=self.reported)
        self.project.waterfall.deposit(filed, {"from": self.project.producer})
        self.model.deposit(amount, chain[-1].timestamp)

    def give(self, amount: int) -> None:
        self.currency.mint(self.shares, amount, {"from": self.people[0]})
        self.shares.sweep(self.currency, {"from": self.people[0]})
        self.model.give(amount)

    def wait_and_release(self, days: int, which: int) -> None:
        wait_until(chain[-1].timestamp + days * DAY)
        if not self.model.tranches:
            with refused("ShareToken_UnknownTranche", 1):
                self.shares.release(1, {"from": self.people[0]})
            return
        place = which % len(self.model.tranches)
        release = self.shares.release(place + 1, {"from": self.people[0]})
        assert release.return_value == self.model.release(place, chain[-1].timestamp)

    def release_everything(self) -> None:
        """After a wind-down no step has to be waited for."""
        for place, tranche in enumerate(self.model.tranches):
            left = tranche.amount - tranche.released
            release = self.shares.release(place + 1, {"from": self.people[0]})
            assert release.return_value == self.model.release(place, chain[-1].timestamp) == left

    # --- shares ---

    def sell(self, who: int, other: int, part: int) -> None:
        seller, buyer = self.people[who], self.people[other]
        shares = min(part, self.model.accounts[seller].shares)
        self.shares.transfer(buyer, shares, {"from": seller})
        self.model.transfer(seller, buyer, shares)

    def exit(self, who: int, part: int) -> None:
        holder = self.people[who]
        shares = min(part, self.model.accounts[holder].shares)
        if self.status != WOUND_DOWN or not shares:
            wrong = ("Campaign_WrongStatus", self.status), ("Campaign_NoShares",)
            with refused(*wrong[self.status == WOUND_DOWN]):
                self.campaign.exit(shares, {"from": holder})
            return
        if waiting := self.model.deposited - self.model.released:
            with refused("Campaign_ReleaseRoyaltiesFirst", waiting):
                self.campaign.exit(shares, {"from": holder})
            self.release_everything()
        exited = self.campaign.exit(shares, {"from": holder})
        amount = shares * self.per_share
        assert happened(exited, "Exited") == [{"holder": holder, "shares": shares, "amount": amount}]
        if holder in self.blocked:
            self.owed[holder] += amount
        self.model.exit(holder, shares)

    # --- out ---

    def claim(self, who: int) -> None:
        holder = self.people[who]
        self.take(holder, holder, lambda: self.shares.claim({"from": holder}))

    def claim_to(self, who: int, other: int) -> None:
        holder, payee = self.people[who], self.people[other]
        self.take(holder, payee, lambda: self.shares.claimTo(payee, {"from": holder}))

    def redirect(self, who: int, other: int) -> None:
        """By a signature, which somebody else brings, and brings again."""
        holder, payee = self.people[who], self.people[other]
        signature = sign(holder, self.shares, "Claim", holder, payee, self.nonces[holder], FOREVER)

        def bring() -> Any:
            sender = {"from": self.project.producer}
            return self.shares.claimBySignature(holder, payee, FOREVER, signature, sender)

        if self.take(holder, payee, bring):
            self.nonces[holder] += 1
            with refused("ShareToken_WrongSigner", holder):
                bring()

    def take(self, holder: Any, payee: Any, claim: Any) -> bool:
        amount = self.model.claimable(holder)
        if amount == 0:
            with refused("ShareToken_NothingToClaim", holder):
                claim()
        elif payee in self.blocked:
            with refused("Vault_PaymentRefused", payee, amount):
                claim()
        else:
            before = self.currency.balanceOf(payee)
            assert claim().return_value == self.model.pay(holder) == amount
            assert self.currency.balanceOf(payee) - before == amount
            return True
        return False

    def pay_out(self, batch: list[int]) -> None:
        paid, failed = [], []
        for holder in (self.people[place] for place in batch):
            if holder in self.refusing or self.model.claimable(holder) == 0:
                continue
            if holder in self.blocked:
                failed.append({"holder": holder, "amount": self.model.fail_to_pay(holder)})
            else:
                paid.append({"holder": holder, "to": holder, "amount": self.model.pay(holder)})
        payout = self.shares.payout([self.people[place] for place in batch], {"from": self.people[0]})
        assert happened(payout, "RoyaltyPaid") == paid
        assert happened(payout, "RoyaltyPaymentFailed") == failed

    def choose(self, who: int, yes: bool) -> None:
        self.shares.acceptPush(yes, {"from": self.people[who]})
        (self.refusing.discard if yes else self.refusing.add)(self.people[who])

    def block(self, who: int, yes: bool) -> None:
        self.currency.setBlocked(self.people[who], yes, {"from": self.people[0]})
        (self.blocked.add if yes else self.blocked.discard)(self.people[who])

    # --- at every moment, and in the end ---

    def check(self) -> None:
        """Solvent, exact and complete."""
        model, supply = self.model, self.model.index.supply
        reserved = self.shares.reserved()
        assert self.currency.balanceOf(self.shares) == reserved == model.deposited - model.paid
        assert model.adds_up()
        assert plain(self.shares.totals()) == (model.deposited, model.released, model.paid)
        assert (self.shares.index(), self.shares.leaversIndex()) == (model.index.value, model.leavers.value)
        assert self.shares.totalSupply() == supply == sum(each.shares for each in model.accounts.values())
        assert supply + sum(each.shares for each in model.left.values()) == 97
        assert self.shares.earningShares() == model.earning_shares
        assert plain(self.shares.objections()) == (self.round, self.objecting, supply)
        for holder, account in model.accounts.items():
            assert plain(self.shares.accountOf(holder)) == tuple(account)
            assert self.shares.claimable(holder) == model.claimable(holder)
            if self.round:
                assert self.shares.hasObjected(holder) == (holder in self.objectors)
            if self.status == WOUND_DOWN:
                assert plain(self.shares.leaverOf(holder)) == model.left[holder][:3]
                assert self.campaign.owedTo(holder) == self.owed[holder]
        assert self.campaign.status() == self.status
        due = supply * self.per_share if self.status == WOUND_DOWN else self.unspent
        assert self.campaign.reserved() == due + sum(self.owed.values())
        assert self.currency.balanceOf(self.campaign) >= self.campaign.reserved()

    def end(self) -> None:
        """Everybody leaves with what is theirs; what stays is less than a unit for each account, and one."""
        for who in range(len(self.people)):
            self.block(who, False)
        self.wind_down()
        if self.status == WOUND_DOWN:
            self.leave()
        wait_until(chain[-1].timestamp + self.steps * DAY)
        for place in range(len(self.model.tranches)):
            self.wait_and_release(0, place)
        for who in range(len(self.people)):
            self.claim(who)
        self.check()
        left = self.currency.balanceOf(self.shares)
        assert left * FINE == self.model.dust
        assert left <= len(self.model.accounts) + len(self.model.left) + 1
        assert self.currency.balanceOf(self.campaign) == 0
        assert self.currency.balanceOf(self.project.waterfall) == 0

    def leave(self) -> None:
        """Everybody exits; what rounding left of the money raised is the leavers'."""
        for who, holder in enumerate(self.people):
            self.exit(who, 97)
            if self.owed[holder]:
                self.campaign.withdraw(holder, {"from": holder})
                self.owed[holder] = 0
        surplus = self.currency.balanceOf(self.campaign)
        assert surplus == self.unspent - 97 * self.per_share
        if surplus:
            self.campaign.sweep(self.currency, {"from": self.people[0]})
            self.shares.sweep(self.currency, {"from": self.people[0]})
            self.model.give(surplus)
