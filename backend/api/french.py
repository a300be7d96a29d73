"""What pydantic found wrong with a parameter, in French."""

from collections.abc import Mapping
from typing import Any

INVALID = "La demande ne peut pas être lue"


def explain_invalid(error: Mapping[str, Any]) -> str:
    """What pydantic found wrong with a parameter."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "Il manque."
        case "extra_forbidden" | "unknown":
            return "Rien de tel n’est lu ici."
        case "int_parsing" | "int_from_float" | "int_type" | "int_parsing_size":
            return "Il faut un nombre entier, en chiffres."
        case "greater_than_equal":
            return f"Il faut {limits['ge']} au moins."
        case "less_than_equal":
            return f"Il faut {limits['le']} au plus."
        case "less_than":
            return f"Il faut moins de {limits['lt']}."
        case "string_too_long":
            return f"Il faut {limits['max_length']} caractères au plus."
        case "bool_parsing" | "bool_type":
            return "Il faut true ou false."
        case _:
            return "Ce n’est pas ce qui est attendu ici."
