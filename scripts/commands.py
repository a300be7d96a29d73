"""Commands as the terminal takes them, to be pasted."""

from brownie import network


def command(script: str, step: str, *arguments: str) -> str:
    """A step of a script, on the network in use."""
    words = ["run", script, step, *arguments, "--network", network.show_active()]
    return f'make brownie ARGS="{" ".join(words)}"'
