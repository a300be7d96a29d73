"""Commands as the terminal takes them, to be pasted."""

import os

from brownie import network

from scripts.language import current_language


def command(script: str, step: str, *arguments: str) -> str:
    """A step of a script, on the network in use."""
    words = ["run", script, step, *arguments, "--network", network.show_active()]
    return f'make brownie ARGS="{" ".join(words)}"'


def verb(name: str, *arguments: str) -> str:
    """A verb of `coprod campaign`, on the network in use."""
    words = ["coprod", "campaign", name, *arguments]
    # Without the option, COPROD_NETWORK decides where it is pasted.
    if (used := network.show_active()) != "local" or "COPROD_NETWORK" in os.environ:
        words += ["--network", used]
    return " ".join(words)


def page(path: str) -> str:
    """The address of a page of the website, in the current language; "" where COPROD_SITE_URL names none."""
    site = os.environ.get("COPROD_SITE_URL", "").rstrip("/")
    return f"{site}/{current_language()}{path}" if site else ""
