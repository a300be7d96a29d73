"""`coprod campaign plan`: what would be sent to open a project, and what would become of it."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.language import say
from scripts.refusal import Refused
from scripts.terminal.frame import Unreachable, connect, show, tell, working
from scripts.terminal.options import LOCAL, Account, AsJson, Keystore, Language, Network, Safe
from scripts.terminal.signing import choose_signer

PRODUCER_INDEX = 3
"""Among the accounts that a development chain has unlocked."""
File = Annotated[Path, typer.Argument(help=say("The description of the project, a TOML file."))]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help=say("Keep the plan in this file, for `apply`: plan.json."))
]
Producer = Annotated[
    str,
    typer.Option("--producer", help=say("The address that will send it; else that of the account chosen.")),
]
Nonce = Annotated[int, typer.Option("--nonce", min=0, help=say("Any number: another one makes a twin."))]
Escrow = Annotated[bool, typer.Option("--escrow", help=say("Put your own financing lines in escrow, too."))]
NoSimulation = Annotated[
    bool, typer.Option("--no-simulation", help=say("Do not try the whole life out on a copy of the chain."))
]


def plan(
    file: File,
    out: Out = None,
    producer: Producer = "",
    nonce: Nonce = 0,
    escrow: Escrow = False,
    no_simulation: NoSimulation = False,
    account: Account = "",
    keystore: Keystore = "",
    safe: Safe = "",
    network: Network = LOCAL,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Show what would be sent and what would become of it: addresses, cost, powers, whole lives.

    Where the network cannot be reached, or has no factory, a chain of its own serves to try it out.
    """
    if not file.is_file():
        raise Refused(say("there is no file {file}: `coprod campaign new` makes one", file=str(file)))
    with working(say("Connecting to {network}…", network=network)):
        trial = connect_or_try(network)
    from scripts.plans.outlook import data_of_plan, lines_of_plan
    from scripts.plans.plan import write_plan
    from scripts.plans.planning import make_plan
    from scripts.records import current_records
    from scripts.words import read_account

    records = current_records()
    chosen = read_account("producer", producer) if producer else None
    sender = chosen or choose_signer(account, keystore, safe=safe, index=PRODUCER_INDEX).address
    folder = out.parent if out else Path.cwd()
    doing = (
        say("Reading the chain…")
        if no_simulation
        else say("Trying its whole life out on a copy of the chain…")
    )
    with working(doing):
        made = make_plan(
            file, sender, records, folder=folder, nonce=nonce, escrow=escrow, tried_out=not no_simulation
        )
    if out:
        write_plan(made, out)
    show(data_of_plan(made) | {"trial": trial, "file": str(out or "")}, lines_of_plan(made), as_json)
    if out and not trial:
        tell(say("Nothing was sent. `coprod campaign apply {file}` sends exactly this.", file=str(out)))
    elif trial:
        tell(say("Nothing was sent. The chain ended with this command: plan again on the one you mean."))
    else:
        tell(say("Nothing was sent. Keep the plan with -o plan.json, and apply it."))


def connect_or_try(network: str) -> bool:
    """Whether a chain of its own stands in for the network, which is out of reach or has no factory."""
    try:
        connect(network)
    except Unreachable as away:
        tell(say("{reason}. Meanwhile a chain of its own serves to try it out.", reason=away))
        connect("development")
    from scripts import chain
    from scripts.plans.trial import deploy_for_trial, move_to_trial
    from scripts.records import current_records

    if not chain.is_trial() and not current_records().has_factory():
        tell(say("{network} has no factory yet: a chain of its own serves to try it out.", network=network))
        move_to_trial()
    if not chain.is_trial():
        return False
    deploy_for_trial(current_records())
    return True
