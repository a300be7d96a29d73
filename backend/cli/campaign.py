"""`coprod campaign …`: on to the terminal of scripts/, which works through Brownie, outside the package."""

import os
import sys

import typer

from backend.local.paths import ROOT

OWN_ARGUMENTS = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
"""All that stands behind `campaign` is for the other program to read, --help too."""


def campaign(context: typer.Context) -> None:
    """Plan, open and lead a campaign.

    `coprod campaign --help` lists the verbs.
    """
    # -P: a folder named scripts where the user happens to be is not ours.
    command = [sys.executable, "-P", "-m", "scripts.terminal", *context.args]
    sys.stdout.flush()
    os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": str(ROOT)})
