"""What the page says, in the language of the terminal."""

from scripts.language import say


def write_words() -> dict[str, str]:
    """By name. The page fills {name}s in: here each stands for itself."""
    own = {name: "{" + name + "}" for name in ("account", "chain", "own", "wallet")}
    return {
        "title": say("Your wallet, for Coprod"),
        "waiting": say("Nothing to sign right now. Leave this page open, and go on in the terminal."),
        "closed": say("Done. You can close this page."),
        "lost": say("The terminal does not answer any more. You can close this page."),
        "connect": say("Which account?"),
        "transaction": say("A transaction to send"),
        "typed_data": say("A message to sign"),
        "text": say("A text to sign"),
        "account": say("Account"),
        "chain": say("Chain"),
        "receiver": say("Contract"),
        "creation": say("a new contract"),
        "details": say("What the wallet is given"),
        "ask": say("Ask {wallet}", **own),
        "again": say("Ask {wallet} again", **own),
        "refuse": say("No, not this"),
        "injected": say("the browser's wallet"),
        "none": say(
            "There is no wallet in this browser: install one and load this page again, or start again in the "
            "browser that has it."
        ),
        "open": say("Look at {wallet}: it asks you now.", **own),
        "wrong_account": say(
            "{wallet} does not show {account} to this page: choose that account in the wallet.", **own
        ),
        "wrong_chain": say("{wallet} is on another chain: it is asked to go to {chain}.", **own),
        "no_chain": say("{wallet} is not on {chain}: choose that chain in the wallet, and ask again.", **own),
        "cancelled": say("You cancelled."),
        "pending": say("{wallet} has a question open already: open the wallet and answer it.", **own),
        "fault": say("The wallet answers: {own}", **own),
        "handed": say(
            "The wallet was asked already. If you said yes there, say so here: the terminal looks for it on "
            "the chain. Ask again only if the wallet shows nothing of it."
        ),
        "confirmed": say("I said yes in the wallet"),
        "sent": say("Go on in the terminal, and leave this page open."),
    }
