"""Blocks, as nodes name and tell them. Pure."""

from typing import Any, NamedTuple

from backend.chain.messages import Call

END = 2**63
"""Of numbers and times of blocks: no chain comes so far, and no database holds them."""


class Block(NamedTuple):
    """The head of a block; hashes are 0x-strings, and so is the bloom (256 bytes) of its logs."""

    number: int
    hash: str
    parent_hash: str
    time: int
    bloom: str = ""


def read_if_any(answer: dict[str, Any] | None) -> Block | None:
    """A block's head; None for one that the node does not know. Raises as read_block does."""
    return None if answer is None else read_block(answer)


def read_block(answer: dict[str, Any]) -> Block:
    """A block's head as nodes tell it. Raises KeyError, TypeError or ValueError for anything else."""
    block = Block(
        int(answer["number"], 16),
        answer["hash"],
        answer["parentHash"],
        int(answer["timestamp"], 16),
        answer.get("logsBloom") or "",
    )
    if len(bytes.fromhex(block.hash[2:] + block.parent_hash[2:])) != 64:
        raise ValueError(f"no hashes of a block: {block.hash}, {block.parent_hash}")
    if max(block.number, block.time) >= END:
        raise ValueError(f"no block has the number {block.number:#x} and the time {block.time:#x}")
    int(block.bloom or "0x0", 16)
    return block


def ask_for(block: int | str) -> Call:
    """The call that asks for the head of a block, by its number, tag or hash."""
    if isinstance(block, str) and len(block) == 66:
        return "eth_getBlockByHash", [block, False]
    return "eth_getBlockByNumber", [name_of(block), False]


def name_of(block: int | str) -> Any:
    """A block as a parameter of a call, by its number, tag or hash (EIP-1898)."""
    if isinstance(block, int):
        return hex(block)
    return {"blockHash": block} if len(block) == 66 else block
