"""What has to be known of spreadsheets by whoever writes CSV for them."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def defuse(text: str) -> str:
    """A text that no spreadsheet takes for a formula: names come from anybody."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
