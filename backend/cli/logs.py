"""How `coprod` writes its log, on stderr: for people, or one JSON object a line."""

import sys
from typing import Literal

import structlog


class Log(structlog.PrintLogger):
    """Writes to what stderr is at that moment: a progress bar puts itself in its place."""

    def __init__(self, name: str = "coprod") -> None:
        super().__init__(sys.stderr)
        self.name = name


def configure_logs(kind: Literal["text", "json"] = "text") -> None:
    """Every event has `timestamp` (RFC 3339, UTC), `level` and `logger`. Debugging is left out."""
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if kind == "json"
        # Its own tracebacks show the values of variables, of which some are keys.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    exceptions = [structlog.processors.format_exc_info] if kind == "json" else []
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *exceptions,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger("INFO"),
        logger_factory=Log,
    )
