"""The records of deployments and projects: their shape. Scripts write them, and everybody reads them."""

import json
import re
from pathlib import Path
from typing import Annotated, Any, NotRequired

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # Before Python 3.12 pydantic takes no other.

from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address
from backend.errors import CoprodError

SCHEMA = 2
"""Of what is written today. Records without it are of the first, which named no compiler's input."""


class RecordUnreadable(CoprodError):
    """A record is no JSON, or a field of it is missing or wrong; the sentence names file and field."""

    status = 503
    type = "record-unreadable"
    title = "A record of the deployment cannot be read"


def _checksummed(text: str) -> str:
    try:
        address = parse_address(text)
    except (AddressUnreadable, AddressChecksumWrong) as wrong:
        raise PydanticCustomError("address", "{why}", {"why": str(wrong)}) from None
    if address != text:
        raise PydanticCustomError(
            "address", "its capitals are missing: write {address}", {"address": address}
        )
    return text


Address = Annotated[str, AfterValidator(_checksummed)]
Hash = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

_EXACT = ConfigDict(strict=True, extra="allow")


@with_config(_EXACT)
class CurrencyRecord(TypedDict):
    address: Address
    decimals: Annotated[int, Field(ge=0, le=255)]


@with_config(_EXACT)
class FactoryRecord(TypedDict):
    """ProjectFactory.json. input: digest of the compiler's input, inputs/<digest>.json beside it.

    contracts: the file of each contract in that input; compiler: its whole version.
    """

    chain_id: Annotated[int, Field(ge=1)]
    address: Address
    block_number: Count
    block_hash: Hash
    transaction_hash: Hash
    deployer: Address
    platform: Address
    treasury: Address
    fee_bps: Annotated[int, Field(ge=0, le=10_000)]
    implementations: dict[str, Address]
    currencies: dict[str, CurrencyRecord]
    schema: NotRequired[Annotated[int, Field(ge=1, le=SCHEMA)]]
    compiler: NotRequired[Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+\+commit\.[0-9a-f]+$")]]
    input: NotRequired[Digest]
    contracts: NotRequired[dict[str, str]]


@with_config(_EXACT)
class ProjectRecord(TypedDict):
    """projects/<slug>.json. terms_hash finds it again, whatever became of the preset's file."""

    slug: Slug
    model: str
    name: str
    campaign: Address
    waterfall: Address
    share_token: Address
    producer: Address
    terms_hash: Hash
    nonce: Count
    block_number: Count
    transaction_hash: Hash
    preset: str
    people: NotRequired[dict[str, Address]]
    schema: NotRequired[Annotated[int, Field(ge=1, le=SCHEMA)]]
    input: NotRequired[Digest]


_FACTORY: TypeAdapter[Any] = TypeAdapter(FactoryRecord)
_PROJECT: TypeAdapter[Any] = TypeAdapter(ProjectRecord)


def check_factory(record: Any, file: Path) -> dict[str, Any]:
    """The record itself. Raises RecordUnreadable; `file` is where it is or will be."""
    return _check(_FACTORY, record, file)


def check_project(record: Any, file: Path) -> dict[str, Any]:
    """The record itself. Raises RecordUnreadable; `file` is where it is or will be."""
    return _check(_PROJECT, record, file)


def read_json(file: Path) -> Any:
    """Raises RecordUnreadable."""
    try:
        return json.loads(file.read_text())
    except ValueError as wrong:
        raise RecordUnreadable(f"{file} is no JSON ({wrong}): {_REMEDY}") from None


_REMEDY = "take it from the commit or the backup in which it was right"


def _check(shape: TypeAdapter[Any], record: Any, file: Path) -> dict[str, Any]:
    if isinstance(record, dict) and isinstance(record.get("schema"), int) and record["schema"] > SCHEMA:
        raise RecordUnreadable(
            f"{file} is of schema {record['schema']}, and this version reads up to {SCHEMA}: update Coprod"
        )
    try:
        shape.validate_python(record)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the whole"
        message = re.sub(r"^Value error, ", "", first["msg"])
        raise RecordUnreadable(f"{file}: {field}: {message}. To mend it, {_REMEDY}.") from None
    found: dict[str, Any] = record
    return found
