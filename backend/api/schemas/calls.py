"""Prepared calls, as JSON: shapes that wallets know (EIP-3085, EIP-5792, EIP-712) keep their own names."""

from typing import Any, Self

from pydantic import Field

from backend.amounts import format_units
from backend.api.schemas.amounts import (
    EXAMPLE_CAMPAIGN,
    EXAMPLE_WALLET,
    Address,
    Amount,
    AsOf,
    BlockNumber,
    Schema,
)
from backend.calls import Prepared as PreparedCalls
from backend.calls.networks import DECIMALS, Network
from backend.calls.preparation import Fee as PreparedFee
from backend.calls.preparation import Simulation as PreparedSimulation
from backend.calls.steps import Offer, Step
from backend.languages import LANGUAGES


class Coin(Schema):
    """What fees are paid in."""

    name: str = Field(examples=["Ether"])
    symbol: str = Field(examples=["ETH"])
    decimals: int = Field(examples=[18])


class Chain(Schema):
    """The chain, as wallet_addEthereumChain wants it (EIP-3085)."""

    chainId: str = Field(pattern="^0x[0-9a-f]+$", examples=["0x1"])  # noqa: N815
    chainName: str = Field(examples=["Ethereum"])  # noqa: N815
    nativeCurrency: Coin  # noqa: N815
    rpcUrls: list[str] = Field(  # noqa: N815
        description="Nodes that a wallet may use; empty when this installation names none.",
        examples=[["https://ethereum-rpc.example.org"]],
    )
    blockExplorerUrls: list[str] = Field(examples=[["https://etherscan.io"]])  # noqa: N815

    @classmethod
    def of(cls, network: Network) -> Self:
        return cls(
            chainId=hex(network.chain_id),
            chainName=network.name,
            nativeCurrency=Coin(name=network.coin, symbol=network.symbol, decimals=DECIMALS),
            rpcUrls=list(network.rpc_urls),
            blockExplorerUrls=list(network.explorer_urls),
        )


class Call(Schema):
    """One call, as in wallet_sendCalls (EIP-5792) or eth_sendTransaction."""

    to: Address = Field(examples=[EXAMPLE_CAMPAIGN])
    data: str = Field(pattern="^0x[0-9a-f]*$", examples=["0x3ccfd60b"])
    value: str = Field("0x0", description="Always 0x0: nothing here is paid in coins.", examples=["0x0"])
    action: str = Field(
        description="What this call alone does: an action, or `approve`.", examples=["contribute"]
    )
    words: str = Field(description="The same in words.", examples=["Buy 10 shares"])

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(to=step.to, data="0x" + step.data.hex(), value="0x0", action=step.action, words=step.words)


class Permit(Schema):
    """One signature in place of the approval: ask again with `permit`, {deadline, signature}."""

    typed_data: dict[str, Any] = Field(
        description="For eth_signTypedData_v4.", examples=[{"primaryType": "Permit"}]
    )
    deadline: int = Field(
        description="Seconds since 1970, after which it is worth nothing.", examples=[1_795_400_000]
    )
    words: str = Field(examples=["Sign that the campaign may take exactly 250.00 EURC from your wallet."])

    @classmethod
    def of(cls, offer: Offer) -> Self:
        return cls(typed_data=dict(offer.typed_data), deadline=offer.deadline, words=offer.words)


class Fee(Schema):
    """What the network takes, by EIP-1559."""

    gas: int = Field(
        description="What all calls took in the simulation. A transaction's limit must be higher.",
        examples=[202_724],
    )
    max_fee_per_gas: str = Field(
        description="Wei; twice the next block's base fee and the tip.", examples=["2000000000"]
    )
    max_priority_fee_per_gas: str = Field(description="Wei.", examples=["1000000"])
    cost: Amount = Field(
        description="At the price of the next block, in the chain's coin.",
        examples=[
            {"raw": "202724000000000", "decimals": 18, "value": "0.000202724000000000", "currency": "ETH"}
        ],
    )

    @classmethod
    def of(cls, fee: PreparedFee, network: Network) -> Self:
        cost = Amount(
            raw=str(fee.cost),
            decimals=DECIMALS,
            value=format_units(fee.cost, DECIMALS),
            currency=network.symbol,
        )
        return cls(
            gas=fee.gas, max_fee_per_gas=str(fee.most), max_priority_fee_per_gas=str(fee.tip), cost=cost
        )


class Simulation(Schema):
    """How the calls would end on the newest state, one after the other."""

    succeeds: bool | None = Field(description="null: the node cannot try them together.", examples=[True])
    reason: str | None = Field(
        description="Why not, in words.",
        examples=["You lack 50.00 EURC: you have 200.00 EURC, and 250.00 EURC is needed."],
    )
    error: str | None = Field(
        description="The same as the contract says it.", examples=["Campaign_NotOpenYet(opensAt=1795400000)"]
    )
    block: BlockNumber

    @classmethod
    def of(cls, simulation: PreparedSimulation) -> Self:
        return cls(
            succeeds=simulation.succeeds,
            reason=simulation.reason,
            error=simulation.error,
            block=simulation.block,
        )


class Prepared(Schema):
    """What to sign, in words and in bytes. Words are in the language of Accept-Language."""

    as_of: AsOf = Field(
        description="What the project is taken from. Amounts and simulation are of the node's newest block."
    )
    action: str = Field(examples=["contribute"])
    campaign: str | None = Field(
        description="null: an action on all projects of the wallet.", examples=[EXAMPLE_CAMPAIGN]
    )
    wallet: Address = Field(examples=[EXAMPLE_WALLET])
    language: str = Field(description="Of the words.", json_schema_extra={"enum": list(LANGUAGES)})
    chain: Chain
    summary: str = Field(examples=["Buy 10 shares of Nuit Blanche for 250.00 EURC"])
    notes: list[str] = Field(
        description="What to know before signing.",
        examples=[["You may change your mind and take everything back until about 27 November 2026."]],
    )
    calls: list[Call] = Field(
        description="To be sent in this order, in one batch where the wallet can. Amounts are exact. Empty "
        "when there is nothing to do."
    )
    permit: Permit | None = Field(description="null when no signature can replace an approval.")
    fee: Fee | None = Field(description="null when the simulation does not succeed.")
    simulation: Simulation

    @classmethod
    def of(cls, prepared: PreparedCalls) -> Self:
        return cls(
            as_of=AsOf.of(prepared.as_of),
            action=prepared.action,
            campaign=prepared.campaign,
            wallet=prepared.wallet,
            language=prepared.language,
            chain=Chain.of(prepared.network),
            summary=prepared.summary,
            notes=list(prepared.notes),
            calls=[Call.of(each) for each in prepared.calls],
            permit=None if prepared.permit is None else Permit.of(prepared.permit),
            fee=None if prepared.fee is None else Fee.of(prepared.fee, prepared.network),
            simulation=Simulation.of(prepared.simulation),
        )
