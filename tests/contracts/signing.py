"""What people sign for the contracts: EIP-712 messages, by the keys that the chain holds for them."""

from typing import Any

from brownie import chain, web3

FOREVER = 2**47
"""A deadline that no test reaches."""

TYPES = {
    "ArtistConsent": "address campaign,bytes32 termsHash,uint256 deadline",
    "FinancierLine": "uint256 line,uint256 amount,bool paidElsewhere,uint256 deadline",
    "Contribution": "address fan,address payer,uint256 shares,uint256 tier,uint256 nonce,uint256 deadline",
    "Claim": "address holder,address to,uint256 nonce,uint256 deadline",
    "Permit": "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline",
}
DOMAIN_TYPE = "string name,string version,uint256 chainId,address verifyingContract"


def sign(signer: Any, contract: Any, message: str, *values: Any, **domain: Any) -> bytes:
    """The 65 bytes by which the signer says this to this contract; `domain` changes parts of its domain."""
    _, name, version, *_ = contract.eip712Domain()
    typed = {
        "types": {"EIP712Domain": fields(DOMAIN_TYPE), message: fields(TYPES[message])},
        "primaryType": message,
        "domain": {
            "name": name,
            "version": version,
            "chainId": chain.id,
            "verifyingContract": contract.address,
            **domain,
        },
        "message": {
            field["name"]: written(value) for field, value in zip(fields(TYPES[message]), values, strict=True)
        },
    }
    answer = web3.provider.make_request("eth_signTypedData_v4", [str(signer), typed])
    return bytes.fromhex(answer["result"][2:])


def fields(text: str) -> list[dict[str, str]]:
    """Of "address to,uint256 nonce", the fields as EIP-712's JSON has them."""
    return [dict(zip(("type", "name"), field.split(" "), strict=True)) for field in text.split(",")]


def written(value: Any) -> Any:
    """A value as JSON has it: numbers as text, since some are larger than JSON's."""
    if isinstance(value, bool):
        return value
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return str(getattr(value, "address", value))
