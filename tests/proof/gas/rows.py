"""The rows of the gas table: each is one transaction, or what one more holder adds to a payout.

A transfer is of FEW shares between the same two people, whatever the token, so that calldata cost the same.
"""

from collections.abc import Callable

from tests.proof.gas.chain import Chain, Receipt, strangers
from tests.proof.gas.project import DAY, EURO, PRICE, Project, World, make_world, propose

FEW = 5
SMALL, LARGE = 100, 300
"""Batches of a payout: what the larger one takes more is what its further holders take."""
HOLDERS = 1_000

TRANSFER = "transfer, nothing to settle (existing holders, no rule, no current objector)"
PAYOUT_KNOWN = "payout, per holder who already holds the currency"
PAYOUT_NEW = "payout, per holder new to the currency"
DEPOSIT_FEW = "royalty deposit, 10 holders"
DEPOSIT_MANY = "royalty deposit, 1,000 holders"

Rows = dict[str, int]
Watch = Callable[[str, Receipt], None]
"""Is told the receipt of each row that is one transaction."""


def measure(chain: Chain, watch: Watch) -> tuple[Project, Rows, Rows]:
    """The project, all rows of ours with the bare sender's, and what is told beside the table."""
    world = make_world(chain)
    project = propose(world)
    rows: Rows = {}

    def note(name: str, receipt: Receipt) -> None:
        rows[name] = receipt.gas
        watch(name, receipt)

    note("open a project", project.open())
    chain.wait_until(project.terms["campaign"]["opensAt"])
    first = project.contribute(world.fan, 10_000).gas
    aside = {"propose a project": project.propose_gas, "contribute, the very first": first}
    measure_raising(project, note)
    with chain.unchanged():
        measure_refund(project, note)
    project.close()
    measure_holding(project, note)
    measure_rule(world, note)
    rows |= measure_payouts(project)
    return project, rows, aside


def measure_raising(project: Project, note: Watch) -> None:
    w, chain = project.world, project.world.chain
    note("contribute first", project.contribute(w.second_fan, FEW))
    note("contribute again", project.contribute(w.second_fan, FEW))
    with chain.unchanged():
        note("contribute with permit", contribute_with_permit(project, w.third_fan))
    with chain.unchanged():
        project.contribute(w.third_fan, FEW)
        note("revoke", project.campaign.send(w.third_fan, "revoke"))


def contribute_with_permit(project: Project, fan: str) -> Receipt:
    """A first contribution, by a permit for exactly its amount."""
    w, deadline = project.world, project.world.chain.now() + DAY
    kind = "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    message = {
        "owner": fan,
        "spender": project.campaign.address,
        "value": FEW * PRICE,
        "nonce": 0,
        "deadline": deadline,
    }
    signature = w.chain.sign(fan, w.currency.address, "Euro Coin", kind, message)
    permit = {
        "value": FEW * PRICE,
        "deadline": deadline,
        "v": signature[64],
        "r": signature[:32],
        "s": signature[32:64],
    }
    return project.campaign.send(fan, "contributeWithPermit", FEW, 0, permit)


def measure_refund(project: Project, note: Watch) -> None:
    """After a cancellation, by a stranger, to a fan with two pledges."""
    w = project.world
    project.campaign.send(w.producer, "cancel")
    note("refund", project.campaign.send(w.chain.accounts[0], "refund", w.second_fan))


def measure_holding(project: Project, note: Watch) -> None:
    """Transfers, deposits, a claim and a release; in the end HOLDERS are owed royalties."""
    w, chain, shares = project.world, project.world.chain, project.shares
    w.currency.send(w.producer, "approve", project.waterfall.address, 2**255)
    for each in strangers(8, "early holder"):
        shares.send(w.fan, "transfer", each, FEW)
    project.deposit(1, 1_000 * EURO)
    note(DEPOSIT_FEW, project.deposit(2, 1_000 * EURO))
    settle(project)
    with chain.unchanged():
        project.deposit(3, 1_000 * EURO)
        note("claim", shares.send(w.fan, "claim"))
    with chain.unchanged():
        note(TRANSFER, shares.send(w.fan, "transfer", w.second_fan, FEW))
    with chain.unchanged():
        note("transfer to a new holder", shares.send(w.fan, "transfer", w.third_fan, FEW))
    with chain.unchanged():
        measure_milestone(project, note)
    for each in strangers(HOLDERS - 10, "holder"):
        shares.send(w.fan, "transfer", each, FEW)
    note(DEPOSIT_MANY, project.deposit(3, 1_000 * EURO))


def settle(project: Project) -> None:
    """Bring both fans' accounts to today's index, with nothing left to pay."""
    for each in (project.world.fan, project.world.second_fan):
        project.shares.send(each, "claim")


def measure_milestone(project: Project, note: Watch) -> None:
    w = project.world
    project.campaign.send(w.producer, "announce", 0, 32 * b"\x07", "https://coprod.example/evidence.json")
    project.campaign.send(w.second_fan, "object")
    with w.chain.unchanged():
        note("transfer touching one objector", project.shares.send(w.second_fan, "transfer", w.fan, FEW))
    w.chain.wait_until(w.chain.now() + 7 * DAY)
    note("milestone release", project.campaign.send(w.chain.accounts[0], "read"))


def measure_rule(world: World, note: Watch) -> None:
    """A transfer between two holders of another project, which asks an allow-list first."""
    chain = world.chain
    rule = chain.deploy("AllowList", world.collector)
    rule.send(world.collector, "allow", [world.fan, world.second_fan], True)
    project = propose(world, rule=rule.address, keeper=world.collector, nonce=2)
    project.open()
    chain.wait_until(project.terms["campaign"]["opensAt"])
    project.contribute(world.fan, 10_000)
    project.contribute(world.second_fan, FEW)
    project.close()
    note("transfer with a rule", project.shares.send(world.fan, "transfer", world.second_fan, FEW))


def measure_payouts(project: Project) -> Rows:
    """Of ours and of the bare sender, to the same holders: new to the currency first, then not."""
    world, chain = project.world, project.world.chain
    sender = chain.deploy("BatchSender")
    world.currency.send(world.fan, "mint", sender.address, 10**6 * EURO)
    holders = strangers(HOLDERS - 10, "holder")

    def per_holder(pay: Callable[[list[str]], Receipt]) -> int:
        took = []
        for size in (SMALL, LARGE):
            with chain.unchanged():
                took.append(pay(list(holders[:size])).gas)
        return -(-(took[1] - took[0]) // (LARGE - SMALL))

    def push(receivers: list[str]) -> Receipt:
        return project.shares.send(chain.accounts[0], "payout", receivers)

    def send(receivers: list[str]) -> Receipt:
        return sender.send(chain.accounts[0], "send", world.currency.address, receivers, EURO)

    rows = {PAYOUT_NEW: per_holder(push), "bare batch payout, new": per_holder(send)}
    for part in range(0, LARGE, SMALL):
        push(list(holders[part : part + SMALL]))
    project.deposit(4, 1_000 * EURO)
    return rows | {PAYOUT_KNOWN: per_holder(push), "bare batch payout, existing": per_holder(send)}
