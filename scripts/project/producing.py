"""What the steps of `run campaign` after a success do and say: see campaign.py."""

from pathlib import Path

from scripts.language import say
from scripts.project import milestones, steps
from scripts.records import Records
from scripts.refusal import Refused
from scripts.reverts import in_words, utc
from scripts.words import read_account, read_amount, read_count, read_place


def announce(records: Records, project: str, milestone: str, evidence: str, uri: str) -> None:
    record, number = records.project(project), read_place(say("the milestone"), milestone)
    if not Path(evidence).is_file():
        raise Refused(
            say("there is no file {file!r}: name one that shows the holders what was done", file=evidence)
        )
    receipt = milestones.announce_release(record, number, Path(evidence).read_bytes(), uri)
    until = receipt.events["ReleaseAnnounced"]["objectionsUntil"]
    print(
        say(
            "Announced in {transaction}. Holders can object until {moment}; then anybody reads the tally.",
            transaction=receipt.txid,
            moment=utc(until),
        )
    )


def object(records: Records, project: str) -> None:
    receipt = milestones.object_to_question(records.project(project))
    print(say("Objected in {transaction}. The objection follows your shares.", transaction=receipt.txid))


def read(records: Records, project: str) -> None:
    outcome, receipt = milestones.read_tally(records.project(project))
    again = ""
    if outcome == "marked":
        again = say(", read again on {moment}", moment=utc(receipt.events["Marked"]["readAgainAt"]))
    read_as = in_words(outcome) + again
    print(say("Read in {transaction}: {outcome}.", transaction=receipt.txid, outcome=read_as))


def wind_down(records: Records, project: str, milestone: str) -> None:
    record, number = records.project(project), read_place(say("the milestone"), milestone)
    receipt = milestones.ask_to_wind_down(record, number)
    until = receipt.events["WindDownOpened"]["objectionsUntil"]
    print(
        say(
            "Asked in {transaction}. Until {moment} holders who want it wound down `object`.",
            transaction=receipt.txid,
            moment=utc(until),
        )
    )


def exit(records: Records, project: str, shares: str) -> None:
    count = read_count(say("the number of shares"), shares) if shares else 0
    receipt, releases = milestones.exit_project(records.project(project), shares=count)
    for release in releases:
        print(say("Released royalties that came in before, in {transaction}.", transaction=release.txid))
    print(say("Left in {transaction}.", transaction=receipt.txid))


def mint(records: Records, project: str, account: str, amount: str) -> None:
    record = records.project(project)
    who = read_account(say("account"), account)
    receipt = steps.mint(record, who, read_amount(amount, steps.currency_of(record)))
    print(say("Minted in {transaction}: test money, worth nothing anywhere else.", transaction=receipt.txid))
