from pydantic import Field

from backend.api.schemas.amounts import Address, Amount, Schema, example
from backend.api.schemas.statements import Statement
from backend.queries.terms import PositionKind


class Deduction(Schema):
    category: str = Field(examples=["commission"])
    amount: Amount = Field(examples=[example("8966.982113")])


class Part(Schema):
    """What one position of the waterfall got."""

    label: str = Field(examples=["Fans"])
    kind: PositionKind = Field(examples=["Percentage"])
    payee: Address | None = Field(description="null: the holders.", examples=[None])
    amount: Amount = Field(examples=[example("21033.017887")])


class Deposit(Statement):
    """Receipts that came in with a statement. gross - deductions = net = the sum of parts + to_producer."""

    gross: Amount = Field(examples=[example("30000")])
    deductions: list[Deduction]
    net: Amount = Field(examples=[example("21033.017887")])
    parts: list[Part]
    holders_amount: Amount = Field(examples=[example("21033.017887")])
    to_producer: Amount = Field(description="What exceeded the holders' cap.", examples=[example("0")])
    released: Amount = Field(
        description="What of it already belongs to holders.", examples=[example("21033.017887")]
    )
