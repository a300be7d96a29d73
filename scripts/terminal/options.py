"""The options that verbs share: the same name, the same meaning, everywhere."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.language import say

Project = Annotated[
    str, typer.Argument(help=say("The project: the slug of its record, or the address of its campaign."))
]
LOCAL = "local"
"""The chain when none is chosen."""
Network = Annotated[
    str,
    typer.Option(
        "--network",
        envvar="COPROD_NETWORK",
        help=say(
            "Which chain: local (one that runs on this machine), development (one that ends with the "
            "command), or one of scripts/networks."
        ),
    ),
]
Language = Annotated[str, typer.Option("--language", help=say("fr or en; else that of the terminal."))]
"""Read before the verb is: see frame.wanted_language."""
AsJson = Annotated[bool, typer.Option("--json", help=say("One JSON object instead of text."))]
Yes = Annotated[bool, typer.Option("--yes", help=say("Ask nothing: the answer to every question is yes."))]

Account = Annotated[
    str, typer.Option("--account", envvar="COPROD_ACCOUNT", help=say("The Brownie account that signs."))
]
Keystore = Annotated[
    str,
    typer.Option(
        "--keystore",
        help=say("The keystore that signs: a file, or the name of one in ~/.foundry/keystores."),
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help=say("A file whose first line is its password; else you are asked.")),
]
Browser = Annotated[
    bool,
    typer.Option(
        "--browser", help=say("Sign with the wallet in the browser, through a page of this machine.")
    ),
]
Safe = Annotated[
    str,
    typer.Option(
        "--safe", help=say("Send nothing: write what this Safe has to sign, for its transaction builder.")
    ),
]
