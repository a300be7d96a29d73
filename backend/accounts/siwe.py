"""Messages of EIP-4361, “Sign-In with Ethereum”: text to values and back, by the letter of its ABNF. Pure.

    ${scheme}://${domain} wants you to sign in with your Ethereum account:
    ${address}

    ${statement}

    URI: ${uri}
    Version: 1
    Chain ID: ${chain-id}
    Nonce: ${nonce}
    Issued At: ${issued-at}
    Expiration Time: ${expiration-time}
    Not Before: ${not-before}
    Request ID: ${request-id}
    Resources:
    - ${resources[0]}

Lines end with LF, and the last one with nothing. Scheme, statement and what follows Issued At may be left
out, in this order. Where the EIP's prose asks for more than its ABNF, both must hold: an address has its
EIP-55 checksum.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.accounts import rfc3986
from backend.accounts.refusals import MessageInvalid
from backend.addresses import parse_address
from backend.errors import CoprodError
from backend.languages import choose_label

LONGEST = 4_096
"""Most characters of a message that is read."""

_WANTS = " wants you to sign in with your Ethereum account:"
_STATEMENT = re.compile(f"[{rfc3986.RESERVED}{rfc3986.UNRESERVED} ]+")
_NONCE = re.compile("[A-Za-z0-9]{8,}")
_NUMBER = re.compile("[0-9]+")
_REQUEST_ID = re.compile(f"(?:{rfc3986.PCHAR})*")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})", re.I
)


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody signs. domain: host and perhaps a port. Times as written, of RFC 3339; see `read_time`.

    statement: None where the line is left out. Raises MessageInvalid for a value that the ABNF forbids.
    """

    domain: str
    address: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    scheme: str | None = None
    statement: str | None = None
    expiration_time: str | None = None
    not_before: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        _require(bool(self.domain) and rfc3986.is_authority(self.domain), "domain", self.domain)
        _require(self.scheme is None or rfc3986.is_scheme(self.scheme), "scheme", self.scheme)
        _require(_is_checksummed(self.address), "address", self.address)
        _require(
            self.statement is None or bool(_STATEMENT.fullmatch(self.statement)), "statement", self.statement
        )
        _require(rfc3986.is_uri(self.uri), "URI", self.uri)
        _require(self.chain_id >= 0, "Chain ID", str(self.chain_id))
        _require(bool(_NONCE.fullmatch(self.nonce)), "Nonce", self.nonce)
        for name, time in (
            ("Issued At", self.issued_at),
            ("Expiration Time", self.expiration_time),
            ("Not Before", self.not_before),
        ):
            _require(time is None or _is_time(time), name, time)
        _require(
            self.request_id is None or bool(_REQUEST_ID.fullmatch(self.request_id)),
            "Request ID",
            self.request_id,
        )
        for each in self.resources or ():
            _require(rfc3986.is_uri(each), "Resources", each)


def write_message(message: Message) -> str:
    """The text that is signed; `parse_message` gives the same message back."""
    scheme = f"{message.scheme}://" if message.scheme is not None else ""
    lines = [f"{scheme}{message.domain}{_WANTS}", message.address, ""]
    if message.statement is not None:
        lines.append(message.statement)
    lines += [
        "",
        f"URI: {message.uri}",
        "Version: 1",
        f"Chain ID: {message.chain_id}",
        f"Nonce: {message.nonce}",
        f"Issued At: {message.issued_at}",
    ]
    for name, value in (
        ("Expiration Time", message.expiration_time),
        ("Not Before", message.not_before),
        ("Request ID", message.request_id),
    ):
        if value is not None:
            lines.append(f"{name}: {value}")
    if message.resources is not None:
        lines += ["Resources:", *(f"- {each}" for each in message.resources)]
    return "\n".join(lines)


def parse_message(text: str) -> Message:
    """The values of a message. Raises MessageInvalid for anything that is not one, to the last character."""
    if len(text) > LONGEST:
        raise MessageInvalid(
            f"A sign-in message has {LONGEST} characters at most.",
            f"il a plus de {LONGEST} caractères.",
        )
    lines = _Lines(text)
    opening = lines.take("la première ligne / the first line")
    if not opening.endswith(_WANTS):
        raise MessageInvalid(
            f"The first line must end with “{_WANTS.strip()}”.",
            f"la première ligne doit finir par «\u00a0{_WANTS.strip()}\u00a0».",
        )
    scheme, separator, domain = opening.removesuffix(_WANTS).rpartition("://")
    address = lines.take(_ADDRESS)
    lines.expect_blank(_ADDRESS)
    statement = lines.take(_STATED) or None
    if statement is not None:
        lines.expect_blank(_STATED)
    uri = lines.take_field("URI")
    version = lines.take_field("Version")
    if version != "1":
        raise MessageInvalid("Version must be 1.", "Version doit être 1.")
    chain_id = lines.take_field("Chain ID")
    _require(bool(_NUMBER.fullmatch(chain_id)) and len(chain_id) <= 78, "Chain ID", chain_id)
    message = Message(
        domain=domain,
        address=address,
        uri=uri,
        chain_id=int(chain_id),
        nonce=lines.take_field("Nonce"),
        issued_at=lines.take_field("Issued At"),
        scheme=scheme if separator else None,
        statement=statement,
        expiration_time=lines.take_field_if_any("Expiration Time"),
        not_before=lines.take_field_if_any("Not Before"),
        request_id=lines.take_field_if_any("Request ID"),
        resources=lines.take_resources(),
    )
    lines.expect_end()
    return message


def read_time(text: str) -> datetime:
    """A time as a message writes it (RFC 3339); with a leap second, the second before. Raises ValueError."""
    seconds = text[17:19]
    return datetime.fromisoformat(text.upper() if seconds != "60" else f"{text[:17]}59{text[19:]}".upper())


_ADDRESS = "l’adresse / the address"
_STATED = "la déclaration / the statement"


class _Lines:
    """The lines of a message, from the first to the last."""

    def __init__(self, text: str) -> None:
        self._lines: Iterator[str] = iter(text.split("\n"))
        self._next: str | None = next(self._lines)

    def take(self, what: str) -> str:
        """The next line. what: it is, "French / English" where the languages differ."""
        if self._next is None:
            raise MessageInvalid(
                f"The message ends before {choose_label(what, 'en')}.",
                f"le message s’arrête avant {choose_label(what, 'fr')}.",
            )
        line, self._next = self._next, next(self._lines, None)
        return line

    def expect_blank(self, after: str) -> None:
        if self.take("sa fin / its end"):
            raise MessageInvalid(
                f"The line after {choose_label(after, 'en')} must be empty.",
                f"la ligne après {choose_label(after, 'fr')} doit être vide.",
            )

    def take_field(self, name: str) -> str:
        found = self.take_field_if_any(name)
        if found is None:
            raise MessageInvalid(
                f"The line “{name}: …” is missing, or not in its place.",
                f"la ligne «\u00a0{name}: …\u00a0» manque, ou n’est pas à sa place.",
            )
        return found

    def take_field_if_any(self, name: str) -> str | None:
        if self._next is None or not self._next.startswith(f"{name}: "):
            return None
        return self.take(name).removeprefix(f"{name}: ")

    def take_resources(self) -> tuple[str, ...] | None:
        if self._next != "Resources:":
            return None
        self.take("Resources")
        found = []
        while self._next is not None and self._next.startswith("- "):
            found.append(self.take("a resource").removeprefix("- "))
        return tuple(found)

    def expect_end(self) -> None:
        if self._next is not None:
            raise MessageInvalid(
                "There is a line too many, or not in its place, at the end.",
                "il y a à la fin une ligne de trop, ou qui n’est pas à sa place.",
            )


def _require(holds: bool, name: str, value: str | None) -> None:
    if not holds:
        shown = (value or "")[:80]
        raise MessageInvalid(
            f"{name}: “{shown}” is not what EIP-4361 allows here.",
            f"{name}\u00a0: «\u00a0{shown}\u00a0» n’est pas ce que l’EIP-4361 permet ici.",
        )


def _is_checksummed(address: str) -> bool:
    try:
        return parse_address(address) == address
    except CoprodError:
        return False


def _is_time(text: str) -> bool:
    """Of RFC 3339, and one that there is."""
    try:
        return bool(_TIME.fullmatch(text)) and read_time(text) is not None
    except ValueError:
        return False
