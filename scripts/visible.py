"""Text of others as it may be shown: nothing in it moves the cursor or turns the direction."""

import json
import unicodedata

HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Unicode categories: controls, formats such as those of direction, halves of characters, other line ends."""


def visible(text: str) -> str:
    """Line ends stay; every other character that nobody sees is written as in JSON: an escape is \\u001b."""
    return "".join(
        json.dumps(each)[1:-1] if unicodedata.category(each) in HIDDEN and each != "\n" else each
        for each in text
    )
