"""What the holders of a project are asked, and what they answered (rules 4.1 to 4.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend.addresses import parse_address
from backend.queries.laterals import SUPPLY_THEN
from backend.queries.writing import show_line

WHOLE_BPS = 10_000
LAPSES_AFTER = 14 * 86_400
"""Seconds in which a tally that can be read has to be (rule 4.2)."""

Outcome = Literal["released", "refused", "lapsed", "dropped", "wound_down"]


@dataclass(frozen=True, slots=True)
class Question:
    """An announced release, or a wind-down that a holder asked for.

    milestone: what is to be released, or the ground to wind down, from 0. objecting: shares of those who
    objected. needed: least number of objecting shares that stops a release or winds the project down, of the
    supply. All three are of now; of a question that ended, of when it was marked, or else of its end.
    read_again_at: None unless the tally was marked. amount, evidence_hash, uri: of a release; uri as the
    producer wrote it. asked_by: the holder who asked to wind down. outcome: None while it is open.
    block_number: in which it was asked; ended_in: the block of its outcome.
    """

    round: int
    milestone: int
    winds_down: bool
    asked_at: int
    objections_until: int
    objectors: int
    objecting: int
    supply: int
    needed: int
    read_again_at: int | None
    amount: int | None
    evidence_hash: str | None
    uri: str | None
    asked_by: str | None
    outcome: Outcome | None
    ended_at: int | None
    ended_in: int | None
    transaction_hash: str
    block_number: int

    @property
    def readable_from(self) -> int:
        """From then on anyone may read the tally."""
        return self.read_again_at or self.objections_until

    @property
    def lapses_at(self) -> int:
        """Not read by then, it lapses."""
        return self.readable_from + LAPSES_AFTER


# All of a project `p` with the supply `u` as of block `:at`, oldest first, for `read_questions`.
QUESTIONS = f"""(
    select jsonb_agg(jsonb_build_object(
        'round', q.round, 'milestone', q.milestone, 'winds_down', q.winds_down, 'asked_at', b.time,
        'objections_until', q.objections_until, 'objectors', f.objectors,
        'objecting', case when e.outcome is null then f.objecting else coalesce(m.objecting, f.objecting) end,
        'supply', case when e.outcome is null then u.supply else coalesce(m.supply, v.supply) end,
        'read_again_at', m.read_again_at, 'amount', q.amount,
        'evidence_hash', encode(q.evidence_hash, 'hex'), 'uri', q.uri, 'asked_by', encode(q.holder, 'hex'),
        'outcome', e.outcome, 'ended_at', e.time, 'ended_in', e.block_number,
        'transaction_hash', encode(q.transaction_hash, 'hex'), 'block_number', q.block_number
        ) order by q.block_number, q.log_index) as questions
    from questions q
    join blocks b on b.number = q.block_number
    left join lateral (
        select x.outcome, xb.time, x.block_number, x.log_index
        from outcomes x join blocks xb on xb.number = x.block_number
        where x.campaign = q.campaign and x.round = q.round and x.block_number <= :at) e on true
    left join lateral (
        select * from marks
        where campaign = q.campaign and round = q.round and block_number <= :at) m on true
    cross join lateral (
        select count(*) as objectors, coalesce(sum(h.shares), 0) as objecting
        from objections o cross join lateral (
            select shares from holdings
            where campaign = o.campaign and holder = o.holder and block_number <= :at
                and (e.block_number is null or (block_number, log_index) < (e.block_number, e.log_index))
            order by block_number desc, log_index desc limit 1) h
        where o.campaign = q.campaign and o.round = q.round and o.block_number <= :at) f
    cross join lateral {SUPPLY_THEN} v
    where q.campaign = p.campaign and q.block_number <= :at)"""


def read_questions(rows: Iterable[Mapping[str, Any]], objection_bps: int) -> tuple[Question, ...]:
    """Of laterals `QUESTIONS`, with the threshold of the terms."""
    return tuple(_question(row, objection_bps) for row in rows)


def _question(row: Mapping[str, Any], objection_bps: int) -> Question:
    supply = int(row["supply"])
    return Question(
        round=row["round"],
        milestone=row["milestone"],
        winds_down=row["winds_down"],
        asked_at=row["asked_at"],
        objections_until=row["objections_until"],
        objectors=row["objectors"],
        objecting=int(row["objecting"]),
        supply=supply,
        needed=-(-supply * objection_bps // WHOLE_BPS),
        read_again_at=row["read_again_at"],
        amount=None if row["amount"] is None else int(row["amount"]),
        evidence_hash=row["evidence_hash"] and "0x" + row["evidence_hash"],
        uri=None if row["uri"] is None else show_line(row["uri"]),
        asked_by=row["asked_by"] and parse_address("0x" + row["asked_by"]),
        outcome=row["outcome"],
        ended_at=row["ended_at"],
        ended_in=row["ended_in"],
        transaction_hash="0x" + row["transaction_hash"],
        block_number=row["block_number"],
    )
