"""What the gas of our rows is compared with: goals, references, and what it was before (gas.json)."""

from tests.proof.gas.floor import Parts
from tests.proof.gas.rows import DEPOSIT_FEW, DEPOSIT_MANY, PAYOUT_KNOWN, PAYOUT_NEW, TRANSFER, Rows

OURS = [
    TRANSFER,
    PAYOUT_KNOWN,
    PAYOUT_NEW,
    DEPOSIT_FEW,
    DEPOSIT_MANY,
    "transfer touching one objector",
    "transfer to a new holder",
    "transfer with a rule",
    "claim",
    "contribute first",
    "contribute again",
    "contribute with permit",
    "revoke",
    "refund",
    "open a project",
    "milestone release",
]
REFERENCES = [
    "OZ ERC20 transfer",
    "OZ ERC20Votes transfer",
    "ERC-1726-style transfer",
    "bare batch payout, existing",
    "bare batch payout, new",
]
COMPARED_WITH = {
    TRANSFER: REFERENCES[0],
    PAYOUT_KNOWN: REFERENCES[3],
    PAYOUT_NEW: REFERENCES[4],
    DEPOSIT_MANY: DEPOSIT_FEW,
}
ABOVE_REFERENCE = {TRANSFER: 3_500, DEPOSIT_MANY: 0}
AT_MOST = {PAYOUT_KNOWN: 16_500, PAYOUT_NEW: 33_700}
WHY = {
    TRANSFER: "a word for each side, and one for all that shares have in common",
    PAYOUT_KNOWN: "the account's word, the currency's transfer under a cap, an event, exact fractions",
    PAYOUT_NEW: "the same, and the currency's first word for this holder",
    DEPOSIT_MANY: "a tranche of its own; the statement's id; three payments, each with its event",
    "transfer touching one objector": "the tally's word beside those of a transfer",
    "transfer to a new holder": "the receiver's first word, and one look at its code",
    "transfer with a rule": "a call to the rule, whose address stands in the clone's code",
    "claim": "the account, the currency's transfer, the sum of all that was paid",
    "contribute first": "the fan's shares and pledge, the supply, what is sold, the currency's transfer",
    "contribute again": "the same words, written before",
    "contribute with permit": "an allowance and a nonce of the currency, and the recovery of a key (3,000)",
    "revoke": "as a contribution, backwards; the currency's transfer under a cap",
    "refund": "the fan's shares, pledge and supply, the currency's transfer under a cap",
    "open a project": "approval, consent and pause asked of the factory; the lines, one by one",
    "milestone release": "question, round, milestone and rest; the currency's transfer under a cap",
}
"""What a row pays for. Above its floor is mostly the reading of terms out of the clone's code: about 3,000
a time in a campaign, where storage would take 2,100 for each of 22 words."""
TOLERANCE = 100
"""A row may take one part in so many more than the file says."""


def describe(rows: Rows, parts: dict[str, Parts]) -> list[str]:
    """The table, one line a row, and what each row of ours pays for."""
    width = max(map(len, rows))
    titles = f"{'gas':>8} {'goal':>8} {'compared':>9} {'floor':>8} {'of it storage':>13} {'work':>7}"
    lines = [describe_row(name, rows, parts.get(name), width) for name in rows]
    legend = "floor: calldata, words, accounts and events; work: the rest, mostly decoding a clone's terms"
    reasons = [f"  {name}: {WHY[name]}" for name in rows if name in WHY]
    return [f"{'':{width}}  {titles}", *lines, "", legend, "What they pay for:", *reasons]


def describe_row(name: str, rows: Rows, parts: Parts | None, width: int) -> str:
    goal = goal_of(name, rows)
    against = COMPARED_WITH.get(name)
    line = f"{name:{width}}  {rows[name]:>8,} {f'{goal:,}' if goal else '':>8} "
    line += f"{f'{rows[name] - rows[against]:+,}' if against else '':>9} "
    if parts:
        line += f"{sum(parts) - parts.work:>8,} {parts.storage:>13,} {parts.work:>7,}"
    return line.rstrip()


def goal_of(name: str, rows: Rows) -> int | None:
    """Most gas that a row may take; None when it has no goal."""
    if name in ABOVE_REFERENCE:
        return rows[COMPARED_WITH[name]] + ABOVE_REFERENCE[name]
    return AT_MOST.get(name)


def missed_goals(rows: Rows) -> list[str]:
    """One line for each row above its goal."""
    goals = {name: goal_of(name, rows) for name in rows}
    return [
        f"{name}: {rows[name]:,}, and the goal is {goal:,}"
        for name, goal in goals.items()
        if goal is not None and rows[name] > goal
    ]


def worse_rows(rows: Rows, known: Rows) -> list[str]:
    """One line for each row that takes over 1 % more than the file says, or that is not in both."""
    lines = [f"{name}: only in one of measurement and gas.json" for name in rows.keys() ^ known.keys()]
    for name in rows.keys() & known.keys():
        if (rows[name] - known[name]) * TOLERANCE > known[name]:
            lines.append(f"{name}: {rows[name]:,}, over 1 % more than the {known[name]:,} of gas.json")
    return sorted(lines)
