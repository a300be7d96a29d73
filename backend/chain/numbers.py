"""What a node says, read as what it should be: a node that answers nonsense gives no answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from backend.chain.client import ChainClient
from backend.chain.messages import unreachable

Value = TypeVar("Value")


async def ask_number(client: ChainClient, method: str, *parameters: Any) -> int:
    """One call, answered by a hexadecimal number. Raises what `request` raises."""
    answer = await client.request(method, *parameters)
    return read_answer(client, lambda: int(answer, 16))


def read_answer(client: ChainClient, read: Callable[[], Value]) -> Value:
    """What `read` makes of an answer of the client's current node.

    Raises NodeUnreachable when it cannot, and then the node rests.
    """
    try:
        return read()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as failure:
        name, why = client.name, f"an answer that cannot be read: {type(failure).__name__} {failure}"
        client.distrust(why)
        raise unreachable(name, why) from failure
