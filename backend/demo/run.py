"""`coprod demo`: the story on its stage, and then the website until somebody stops it."""

import time
from pathlib import Path

from rich.console import Console

from backend.demo.report import print_account, print_guide, print_progress
from backend.demo.stage import Stage, forget
from backend.demo.story import Story


def run_demo(home: Path, console: Console, *, stay: bool) -> bool:
    """Tell the story, or show where an earlier run ended; True if all sums agree.

    home: folder of everything that it keeps. stay: leave the website up until Ctrl-C.
    Raises DemoRunning, ScriptFailed, DemoStuck, ChildFailed.
    """
    stage = Stage(home)
    story = Story(stage, console)
    with stage.hold():
        told = story.told
        if not told:
            if story.begun:
                console.print("An earlier demo did not come to its end: this one begins afresh.")
            forget(home)
        stage.start_servers()
        for line in stage.ports_in_words():
            console.print(line)
        if told:
            console.print(
                "The demo was here before: chain and database go on where they were (`make reset` forgets)."
            )
            stage.start("worker", "serve")
        else:
            story.tell()
        accounts, going_on, proof = story.settle()
        console.print()
        for account in accounts:
            print_account(console, account)
        for card in going_on:
            print_progress(console, card)
        console.print(f"{'✓' if proof.agrees else '✗'} {proof.sentence}")
        agrees = proof.agrees and all(check.agrees for account in accounts for check in account.checks)
        console.print("All sums agree." if agrees else "SOME SUMS DO NOT AGREE: see the lines marked ✗.")
        stage.wait_for_website()
        if stay:
            print_guide(console, stage, accounts, going_on, story.demo_fan())
            _watch(stage, console)
    return agrees


def _watch(stage: Stage, console: Console) -> None:
    """Keep everything up until Ctrl-C."""
    try:
        while True:
            for name in stage.revive():
                console.print(f"coprod {name} had ended and was started again: why is in {name}.log")
            time.sleep(1)
    except KeyboardInterrupt:
        console.print("Stopping the website, the worker, the database and the chain.")
