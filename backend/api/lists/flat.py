"""Items as rows of a table: what is nested has a column for each part, named after both."""

import types
from typing import Any, Union, get_args, get_origin

import orjson
from pydantic import BaseModel

from backend.spreadsheets import defuse

PROJECT = ("campaign", "name", "symbol", "model", "share_token", "waterfall")


def header_of(item: type[BaseModel], fields: frozenset[str] | None, expands: bool) -> list[str]:
    """Columns such as amount.raw; a list is one column, as JSON."""
    names = [
        name
        for field, info in item.model_fields.items()
        if fields is None or field in fields
        for name in _columns(field, info.annotation)
    ]
    return names + [f"project.{each}" for each in PROJECT] * expands


def _columns(name: str, annotation: Any) -> list[str]:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = get_args(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [
            column
            for part, info in annotation.model_fields.items()
            for column in _columns(f"{name}.{part}", info.annotation)
        ]
    return [name]


def flatten(told: dict[str, Any], names: list[str]) -> list[str]:
    return [_write(_find(told, name.split("."))) for name in names]


def _find(value: Any, path: list[str]) -> Any:
    for part in path:
        if value is None:
            return None
        value = value[part]
    return value


def _write(value: Any) -> str:
    """Texts of strangers are no formulas; nothing is an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return defuse(value)
        case int():
            return str(value)
        case _:
            return orjson.dumps(value).decode()
