"""Addresses of the web, by the ABNF of RFC 3986 that EIP-4361 refers to. Pure.

Python's own urllib takes much more than the RFC does, and gives no error.
"""

import re
from ipaddress import IPv6Address

# Each is the inside of a character class.
UNRESERVED = r"A-Za-z0-9\-._~"
_SUB_DELIMS = r"!$&'()*+,;="
RESERVED = r":/?#\[\]@" + _SUB_DELIMS

_PERCENT = "%[0-9A-Fa-f]{2}"
PCHAR = f"[{UNRESERVED}{_SUB_DELIMS}:@]|{_PERCENT}"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*")
_AUTHORITY = re.compile(
    rf"(?:(?:[{UNRESERVED}{_SUB_DELIMS}:]|{_PERCENT})*@)?"
    rf"(?:\[(?P<literal>[^\[\]]*)\]|(?:[{UNRESERVED}{_SUB_DELIMS}]|{_PERCENT})*)"
    r"(?::[0-9]*)?"
)
_FUTURE = re.compile(rf"[vV][0-9A-Fa-f]+\.[{UNRESERVED}{_SUB_DELIMS}:]+")
_SEGMENTS = re.compile(rf"(?:{PCHAR}|/)*")
_REST = re.compile(rf"(?:{PCHAR}|[/?])*")


def is_scheme(text: str) -> bool:
    return bool(_SCHEME.fullmatch(text))


def is_authority(text: str) -> bool:
    """[userinfo@]host[:port]; the host may be empty."""
    found = _AUTHORITY.fullmatch(text)
    if found is None:
        return False
    literal = found["literal"]
    return literal is None or bool(_FUTURE.fullmatch(literal)) or _is_ipv6(literal)


def is_uri(text: str) -> bool:
    """With a scheme; a fragment is allowed."""
    scheme, colon, rest = text.partition(":")
    if not colon or not is_scheme(scheme):
        return False
    rest, _, fragment = rest.partition("#")
    path, _, query = rest.partition("?")
    if path.startswith("//"):
        authority, slash, path = path[2:].partition("/")
        if not is_authority(authority):
            return False
        path = slash + path
    return all(_REST.fullmatch(each) for each in (query, fragment)) and bool(_SEGMENTS.fullmatch(path))


def _is_ipv6(text: str) -> bool:
    try:
        return "%" not in text and bool(IPv6Address(text))
    except ValueError:
        return False
