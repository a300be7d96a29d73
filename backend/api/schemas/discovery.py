"""What others look for where their standards say: token lists, ERC-7572 metadata, `/.well-known`."""

from typing import Literal, Self

from pydantic import Field

from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, Address, AsOf, Schema, Time
from backend.queries.project import Project
from backend.queries.times import format_time
from backend.queries.tokens import ShareToken, ShareTokens

MOST_TOKENS = 10_000
MOST_NAME = 60
MOST_SYMBOL = 20
EXAMPLE_TOKEN = "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9"


class TokenExtensions(Schema):
    campaign: Address = Field(description="The project, as this API names it.", examples=[EXAMPLE_CAMPAIGN])


class ListedToken(Schema):
    """One project's shares. Producers chose name and symbol: neither says who they are."""

    chainId: int = Field(ge=1, examples=[1])  # noqa: N815
    address: Address = Field(examples=[EXAMPLE_TOKEN])
    decimals: Literal[0] = Field(description="Shares are whole.", examples=[0])
    name: str = Field(
        max_length=MOST_NAME,
        description="The contract's, cut to 60 characters.",
        examples=["La mer monte"],
    )
    symbol: str = Field(
        max_length=MOST_SYMBOL,
        description="The contract's, without blanks and cut to 20 characters.",
        examples=["MER"],
    )
    logoURI: str | None = Field(  # noqa: N815
        None, description="Where the producer named a link.", examples=["https://example.org/mer.png"]
    )
    tags: list[str] = Field(examples=[["share"]])
    extensions: TokenExtensions

    @classmethod
    def of(cls, token: ShareToken, chain_id: int) -> Self:
        return cls(
            chainId=chain_id,
            address=token.address,
            decimals=0,
            name=_cut(token.name, MOST_NAME),
            symbol=_cut("".join(token.symbol.split()), MOST_SYMBOL),
            logoURI=token.image,
            tags=["share"],
            extensions=TokenExtensions(campaign=token.campaign),
        )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


class ListVersion(Schema):
    """Each token that is added raises `minor`; what is listed never changes, so nothing raises the others."""

    major: Literal[1] = Field(examples=[1])
    minor: int = Field(ge=0, description="How many tokens there are.", examples=[1])
    patch: Literal[0] = Field(examples=[0])


class ListTag(Schema):
    name: str = Field(examples=["Share"])
    description: str = Field(examples=["A share of what a film or a record earns"])


class TokenList(Schema):
    """After the schema of Token Lists (@uniswap/token-lists), which allows `as_of` beside its own names."""

    as_of: AsOf
    name: Literal["Coprod shares"] = Field(examples=["Coprod shares"])
    timestamp: Time = Field(description="Of the block.")
    version: ListVersion
    keywords: list[str] = Field(examples=[["film", "record", "royalties"]])
    tags: dict[str, ListTag] = Field(
        examples=[{"share": {"name": "Share", "description": "A share of what a film or a record earns"}}]
    )
    tokens: list[ListedToken] = Field(min_length=1, max_length=MOST_TOKENS)

    @classmethod
    def of(cls, found: ShareTokens) -> Self:
        at = found.as_of
        return cls(
            as_of=AsOf.of(at),
            name="Coprod shares",
            timestamp=format_time(at.time),
            version=ListVersion(major=1, minor=len(found.tokens), patch=0),
            keywords=["film", "record", "royalties"],
            tags={"share": ListTag(name="Share", description="A share of what a film or a record earns")},
            tokens=[ListedToken.of(each, at.chain_id) for each in found.tokens],
        )


class ContractMetadata(Schema):
    """After ERC-7572. The producer wrote it into the terms, and nobody has checked it."""

    as_of: AsOf
    contract_uri: str = Field(
        description="What the share's contract answers. All below but name and symbol is read from it, if it "
        "carries its document (`data:`).",
        examples=["data:application/json,%7B%22name%22%3A%22La%20mer%20monte%22%7D"],
    )
    name: str = Field(description="The share's, on the chain.", examples=["La mer monte"])
    symbol: str = Field(examples=["MER"])
    description: str | None = Field(None, examples=["A film about an island."])
    description_fr: str | None = Field(None, examples=["Un film sur une île."])
    description_en: str | None = Field(None, examples=["A film about an island."])
    image: str | None = Field(None, examples=["https://example.org/mer.png"])
    external_link: str | None = Field(None, examples=["https://example.org"])

    @classmethod
    def of(cls, found: Project) -> Self:
        written = found.metadata.description
        return cls(
            as_of=AsOf.of(found.as_of),
            contract_uri=found.terms.contract_uri,
            name=found.card.name,
            symbol=found.card.symbol,
            description=written.get("en") or written.get("fr"),
            description_fr=written.get("fr"),
            description_en=written.get("en"),
            image=found.metadata.image,
            external_link=found.metadata.external_link,
        )


class Places(Schema):
    """Absolute addresses."""

    openapi: str = Field(examples=["https://coprod.example/openapi.json"])
    status: str = Field(examples=["https://coprod.example/v1/status"])
    projects: str = Field(examples=["https://coprod.example/v1/projects"])
    events: str = Field(examples=["https://coprod.example/v1/events"])
    stream: str = Field(examples=["https://coprod.example/v1/events/stream"])
    webhooks: str = Field(examples=["https://coprod.example/v1/webhooks"])
    token_list: str = Field(examples=["https://coprod.example/v1/token-list?finality=final"])
    problems: str = Field(examples=["https://coprod.example/problems"])

    @classmethod
    def at(cls, site: str) -> Self:
        return cls(
            openapi=f"{site}/openapi.json",
            status=f"{site}/v1/status",
            projects=f"{site}/v1/projects",
            events=f"{site}/v1/events",
            stream=f"{site}/v1/events/stream",
            webhooks=f"{site}/v1/webhooks",
            token_list=f"{site}/v1/token-list?finality=final",
            problems=f"{site}/problems",
        )


class Introduction(Schema):
    """What this server is, on which chain, and where its parts are."""

    as_of: AsOf
    name: Literal["Coprod"] = Field(examples=["Coprod"])
    version: str = Field(examples=["0.1.0"])
    factory: Address = Field(
        description="The contract that every project comes from: compare it with the one you trust.",
        examples=["0x5FbDB2315678afecb367f032d93F642f64180aa3"],
    )
    places: Places
