"""What stands in the headers of answers, for the OpenAPI document."""

from typing import Any


def _describe(description: str, example: str, pattern: str) -> dict[str, Any]:
    schema = {"type": "string", "pattern": pattern}
    return {"description": description, "schema": schema, "example": example}


HEADERS = {
    "X-Request-Id": _describe(
        "The request's name: the caller's own, or a new one.", "mine-7", "^[!-~]{1,128}$"
    ),
    "RateLimit-Policy": _describe(
        "How many requests (q) may come within how many seconds (w); absent where there is no limit.",
        '"reads";q=1200;w=60',
        '^"[a-z-]+";q=[0-9]+;w=[0-9]+$',
    ),
    "RateLimit": _describe(
        "How many are left (r), and in how many seconds all are there again (t).",
        '"reads";r=1199;t=1',
        '^"[a-z-]+";r=[0-9]+;t=[0-9]+$',
    ),
    "Retry-After": _describe("Seconds after which to try again.", "5", "^[0-9]+$"),
    "WWW-Authenticate": _describe("How to say who calls.", 'Bearer realm="coprod"', "^Bearer "),
}
EVERYWHERE = ("X-Request-Id", "RateLimit-Policy", "RateLimit")
SOMETIMES = {"401": ("WWW-Authenticate",), "429": ("Retry-After",), "503": ("Retry-After",)}
"""By status, beside those."""

SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-coprod",
        "description": "Set by `/v1/session/sign-in`; its name is `coprod` where the site has no HTTPS.",
    },
    "key": {"type": "http", "scheme": "bearer", "description": "Made at `/v1/keys`, for its scopes."},
}
"""How a caller says who he is."""
