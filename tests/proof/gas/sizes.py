"""How large the deployed contracts are: a chain refuses more than 24,576 bytes of code (EIP-170)."""

from tests.proof.gas.chain import read_build

MOST = 24_576
DEPLOYED = ("Campaign", "CampaignProduction", "ProjectFactory", "ShareToken", "Waterfall", "AllowList")


def sizes() -> dict[str, int]:
    return {name: len(read_build(name)["deployedBytecode"]) // 2 for name in DEPLOYED}


def describe_sizes() -> list[str]:
    lines = [f"{name:20} {size:>7,} {MOST - size:>7,} left" for name, size in sizes().items()]
    return [f"Bytes of deployed code, of {MOST:,} that may be:", *lines]


def too_large() -> list[str]:
    """One line for each contract that no chain would take."""
    return [
        f"{name}: {size:,} bytes of code, above {MOST:,}" for name, size in sizes().items() if size > MOST
    ]
