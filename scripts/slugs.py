"""Names as parts of addresses and of file names."""

import re
import unicodedata


def slug_of(name: str) -> str:
    """Small letters without accents, digits and hyphens: "Les Heures claires" is les-heures-claires."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "project"
