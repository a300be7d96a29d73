"""What is signed off the chain, as JSON."""

from typing import Any, Self

from pydantic import Field

from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN, EXAMPLE_WALLET, Address, AsOf, Schema
from backend.api.schemas.calls import Chain
from backend.calls.agreements import Paper as WrittenPaper
from backend.calls.networks import describe_network
from backend.calls.scene import Scene
from backend.chain.agreements import FILE_KIND, describe_file, name_file
from backend.languages import LANGUAGES
from backend.settings import Settings


class Paper(Schema):
    """One signature: what it says, in words and as typed data, and how it is brought to the chain."""

    as_of: AsOf = Field(description="What the project is taken from; the domain is the contract's own.")
    campaign: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    signer: Address = Field(description="Whose signature counts.", examples=[EXAMPLE_WALLET])
    language: str = Field(description="Of the words.", json_schema_extra={"enum": list(LANGUAGES)})
    chain: Chain
    words: str = Field(
        description="What is signed.", examples=["I promise to bring 9,000.00 EURC to Nuit Blanche."]
    )
    notes: list[str] = Field(
        description="What to know before signing.", examples=[["Signing costs nothing and sends nothing."]]
    )
    typed_data: dict[str, Any] = Field(
        description="For eth_signTypedData_v4.", examples=[{"primaryType": "FinancierLine"}]
    )
    deadline: int = Field(
        description="Seconds since 1970: the last in which it can be brought.", examples=[1_795_400_000]
    )
    action: str = Field(
        description="Of /v1/calls, which brings the signature.", examples=["record_consent", "cover_line"]
    )
    parameters: dict[str, int | bool] = Field(
        description="Of that action, beside `campaign`, `wallet` and `signature`.",
        examples=[{"deadline": 1_795_400_000}],
    )
    file: dict[str, Any] = Field(
        description="To be given to whoever brings the signature, once `signature` in it is what the wallet "
        "returned: `coprod campaign sign --bring FILE`.",
        examples=[{"kind": FILE_KIND, "signature": ""}],
    )
    file_name: str = Field(examples=["coprod-consent-0x1b3a7c.json"])

    @classmethod
    def of(cls, scene: Scene, settings: Settings, paper: WrittenPaper) -> Self:
        assert scene.target is not None
        campaign, typed = scene.target.campaign, paper.typed_data
        return cls(
            as_of=AsOf.of(scene.as_of),
            campaign=campaign,
            signer=paper.signer,
            language=scene.language,
            chain=Chain.of(describe_network(scene.as_of.chain_id, settings)),
            words=paper.words,
            notes=list(paper.notes),
            typed_data=typed,
            deadline=paper.deadline,
            action=paper.action,
            parameters=dict(paper.parameters),
            file=describe_file(campaign, paper.signer, typed, paper.words, ""),
            file_name=name_file(typed, campaign),
        )
