"""What an installation may choose, each by an environment variable that begins with COPROD_."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from backend.addresses import AddressChecksumWrong, AddressUnreadable, parse_address
from backend.local.paths import data_folder

_PRICE = re.compile(r"[0-9]+(\.[0-9]+)? [^\s,]{1,16}")


class Settings(BaseSettings):
    """Read from the environment when it is made: nothing is read at import.

    home: folder of everything that is kept: embedded database, records of development chains.
    rpc_url: a node, or several separated by commas or blanks, the preferred first. ws_url: where new blocks
    are announced; None means the node in use, by ws:// instead of http://. public_rpc_url: nodes as in
    rpc_url that wallets are told of, when they do not know the chain; everybody sees their addresses.
    log: how the worker writes its log, for people or one JSON object a line.
    database_url: a server, as postgresql://user:password@host:port/name; none means the embedded one.
    database_read_url: a replica of it, which the API reads the chain's state from (SPECIFICATION 7.8); none
    means the same server.
    Raises pydantic.ValidationError, which names the variable.
    """

    model_config = SettingsConfigDict(env_prefix="COPROD_")

    home: Path = Field(default_factory=data_folder)
    rpc_url: str = "http://127.0.0.1:8545"
    ws_url: str | None = None
    public_rpc_url: str = ""
    database_url: SecretStr | None = None
    database_read_url: SecretStr | None = None

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65_535)
    ready_lag: int = Field(5, ge=0, description="Most blocks behind the head with which /ready says yes.")
    ready_seconds: int = Field(
        60, ge=1, description="Most seconds without an answer of any node with which /ready says yes."
    )
    log: Literal["text", "json"] = "text"
    explorer: str = Field(
        "",
        pattern=r"^(https?://\S*\{hash\}\S*)?$",
        description="Where papers link a transaction to, such as https://etherscan.io/tx/{hash}; or nowhere.",
    )
    site_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#@]+/?)?$",
        description="This site's own address, such as https://coprod.example, which wallets sign to sign in; "
        "without it people can sign in on this machine only.",
    )
    published_at: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="This site's /v1/statements, where deposits say that their documents are; or nowhere.",
    )

    security_contact: str = Field(
        "",
        pattern=r"^((mailto:|https://)\S+)?$",
        description="Who is to be told of a weakness, such as mailto:security@coprod.example: for "
        "security.txt; without one there is none.",
    )

    ens_registry: str = Field(
        "",
        description="Address of the registry of names (ENS) on this chain; without one names are not read.",
    )
    coin: str = Field("ETH", pattern=r"^\S{1,16}$", description="The chain's coin, in which fees are paid.")
    coin_price: str = Field(
        "",
        description="What one coin is worth, as the operator says: 2450.10 EURC, 2600 USDC. Fees are "
        "compared with amounts by it alone; without it they are shown beside each other.",
    )

    rate_reads: int = Field(
        1_200, ge=0, description="Most requests that one address may read with in a minute; 0 is no limit."
    )
    rate_key_reads: int = Field(
        6_000, ge=0, description="The same for a key of the API with the scope read, instead of its address."
    )
    rate_writes: int = Field(120, ge=0, description="The same for requests that change or prepare something.")
    rate_sign_ins: int = Field(20, ge=0, description="The same for signing in.")
    most_body: int = Field(1_000_000, ge=0, description="Bytes that a request may carry, but for uploads.")
    most_upload: int = Field(
        32_000_000, ge=0, description="Bytes that a signed-in producer may send: a distributor's file."
    )
    cache_bytes: int = Field(
        64_000_000,
        ge=0,
        description="Memory of this process for pages, and as much for the API, of the newest block; 0 keeps "
        "none.",
    )

    webhooks_private: bool = Field(
        False,
        description="Whether webhooks may go to this machine and to private networks, and without https.",
    )

    poll_seconds: float = Field(
        0.5, gt=0, description="How long the mirror waits before it looks for a new block."
    )
    log_range: int = Field(2_000, ge=1, description="Most blocks asked of the node in one eth_getLogs.")

    reconcile_seconds: float = Field(
        300, gt=0, description="How long the worker waits before it compares mirror and chain again."
    )

    payer_keystore: Path | None = None
    payer_password_file: Path | None = None
    reporter_keystore: Path | None = None
    reporter_password_file: Path | None = None
    payout_minimum: Decimal = Field(
        Decimal("0.10"),
        ge=0,
        description="Least that is paid to a holder, in the project's currency: less waits until it is more.",
    )
    payout_batch: int = Field(500, ge=1, description="Most holders paid in one transaction.")
    payout_gas: int = Field(
        12_000_000,
        ge=1,
        description="Most gas given to a transaction that pays holders; the chain's own cap is never passed.",
    )
    gas_margin_percent: int = Field(25, ge=0, description="Gas given beyond the estimate.")
    most_fee_gwei: Decimal = Field(
        Decimal(500), gt=0, description="Most that is paid for one unit of gas; above it, sending waits."
    )
    patience_blocks: int = Field(
        25, ge=1, description="Blocks after which the fee of a transaction that is not mined is raised."
    )
    in_flight: int = Field(64, ge=1, description="Most transactions of one account that wait to be mined.")
    low_balance: Decimal = Field(
        Decimal("0.05"), ge=0, description="Coins of a sending account below which the worker alarms."
    )

    @field_validator("rpc_url")
    @classmethod
    def _require_node(cls, value: str) -> str:
        if not _split(value):
            raise ValueError("give the address of a node, such as http://127.0.0.1:8545")
        return value

    @field_validator("rpc_url", "public_rpc_url")
    @classmethod
    def _check_nodes(cls, value: str) -> str:
        for each in _split(value):
            _check_address(each, "http", "https")
        return value

    @field_validator("database_url", "database_read_url")
    @classmethod
    def _check_database(cls, value: SecretStr | None) -> SecretStr | None:
        """An empty one is none. Raises ValueError, which does not repeat the address and its password."""
        address = value.get_secret_value() if value else ""
        if not address:
            return None
        try:
            is_known = make_url(address).get_backend_name() in ("postgresql", "postgres")
        except (ArgumentError, ValueError):
            is_known = False
        if not is_known:
            raise ValueError("a database is given as postgresql://user:password@host:port/name")
        return value

    @field_validator("ws_url")
    @classmethod
    def _check_announcer(cls, value: str | None) -> str | None:
        if value is not None:
            _check_address(value, "ws", "wss")
        return value

    @field_validator("ens_registry")
    @classmethod
    def _check_registry(cls, value: str) -> str:
        try:
            return parse_address(value) if value else ""
        except (AddressUnreadable, AddressChecksumWrong) as reason:
            raise ValueError(f"the registry is given by its address: {reason.detail}") from None

    @field_validator("coin_price")
    @classmethod
    def _check_price(cls, value: str) -> str:
        for each in value.split(","):
            if value and not _PRICE.fullmatch(each.strip()):
                raise ValueError(
                    "a price of the coin is written as 2450.10 EURC, several with commas between"
                )
        return value

    @property
    def coin_prices(self) -> dict[str, Decimal]:
        """By the symbol of a currency, what one coin is worth in it; empty when nobody says."""
        pairs = (each.split() for each in self.coin_price.split(",") if each.strip())
        return {symbol: Decimal(price) for price, symbol in pairs}

    @property
    def rpc_urls(self) -> list[str]:
        """The nodes, the preferred first."""
        return _split(self.rpc_url)

    @property
    def public_rpc_urls(self) -> list[str]:
        """The nodes that wallets are told of."""
        return _split(self.public_rpc_url)

    @property
    def database_folder(self) -> Path:
        """Where the embedded database lies."""
        return self.home / "postgres"


def _split(addresses: str) -> list[str]:
    return [each for each in re.split(r"[,\s]+", addresses) if each]


def _check_address(address: str, *schemes: str) -> None:
    """Raises ValueError, which does not repeat the address: it may hold a key."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ValueError(f"an address of a node begins with {' or '.join(f'{each}://' for each in schemes)}")
