"""Text that strangers wrote, made safe to be read by people.

Names, labels and stories come from the terms and statements, which anyone can write. Characters that are not
seen but change how the text around them is read (control characters, and those that turn the direction of
writing) would let one name pass for another. Each becomes U+FFFD, which is seen. Links and hashes are left as
they are: the chain has every text as it was written.
"""

import re

# Control characters (of C0 all but tab and line ends), direction marks, line separators, lone surrogates.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def show_hidden(text: str) -> str:
    """The text with U+FFFD for each hidden character; what it gives can always be written as UTF-8."""
    return _HIDDEN.sub("\ufffd", text)


def show_line(text: str) -> str:
    """The same for what is one line, a name or a label: tabs and line ends become spaces."""
    return show_hidden(re.sub(r"[\t\n\r]", " ", text))
