"""Going on with what was begun on this chain: what the journal waits for, and the plans that were applied."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from scripts import chain
from scripts.language import say
from scripts.plans.application import resume_plans
from scripts.plans.applied import Applied, Dropped, Waiting, data_of_left, lines_of_left
from scripts.records import Records
from scripts.refusal import Refused
from scripts.transactions import journal, sending
from scripts.transactions.manner import Watch
from scripts.transactions.outcomes import Outcome


@dataclass(frozen=True)
class Resumed:
    """transactions: of the journal; plans: those that were not finished."""

    transactions: list[Outcome]
    plans: list[Applied | Dropped | Waiting]

    @property
    def waits(self) -> bool:
        """Whether something is still to come."""
        return any(isinstance(each, Waiting) for each in self.plans) or any(
            each.entry.is_waiting or each.entry.status == "due" for each in self.transactions
        )


def resume_all(
    records: Records,
    account: Callable[[str], Any],
    *,
    tell: Callable[[str], None] = print,
    watch: Watch = lambda step: None,
    again: bool = False,
) -> Resumed:
    """Does what is left to do; run again, nothing.

    account: who signs for an address, or raises Refused; tell, watch: are told what is done meanwhile; again:
    whether a wallet is asked once more for what it was asked before and the chain does not show.
    """
    with journal.keep(records, watch=watch, again=again):
        return Resumed(resume_journal(account), list(resume_plans(records, account, tell=tell)))


def resume_journal(account: Callable[[str], Any]) -> list[Outcome]:
    """What became of each transaction that is not final. Whoever's key is not here does not sign."""
    kept, outcomes = journal.kept(), dict[tuple[str, int], Outcome]()
    assert kept is not None
    for signer in signers_for(sorted({each.sender for each in kept.journal.unfinished()}), account):
        for each in sending.resume(kept.journal, signer, kept.manner):
            outcomes[each.entry.sender, each.entry.number] = each
    return list(outcomes.values())


def signers_for(senders: list[str], account: Callable[[str], Any]) -> Iterator[Any]:
    """Those whose keys are here; nobody, when there are none, as what needs no key goes on in any case."""
    found = False
    for sender in senders:
        with suppress(Refused):
            yield chain.signer_of(account(sender))
            found = True
    if not found:
        yield None


def lines_of_resumed(resumed: Resumed) -> Iterator[str]:
    if not (resumed.transactions or resumed.plans):
        yield say("Nothing was left to do.")
    for each in resumed.transactions:
        yield f"{each.words}. {each.note}".rstrip()
    for left in resumed.plans:
        yield from lines_of_left(left)


def data_of_resumed(resumed: Resumed) -> dict[str, Any]:
    return {
        "transactions": [each.as_json() for each in resumed.transactions],
        "plans": [data_of_left(each) for each in resumed.plans],
        "waits": resumed.waits,
    }
