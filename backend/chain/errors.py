"""What can go wrong between us and a node, as facts."""

from backend.errors import CoprodError


class NodeUnreachable(CoprodError):
    """No answer, or one that no node gives: a wrong address, a broken network, a node that is overloaded."""

    status = 503
    type = "node-unreachable"
    title = "The chain cannot be read at the moment"


class NodeTooSlow(NodeUnreachable):
    """It took the question, and did not answer in time: ask for less."""

    type = "node-too-slow"


class RateLimited(NodeUnreachable):
    """We asked more than the node gives us. retry_after: seconds that it wants us to wait; None if it says
    nothing of it."""

    type = "rate-limited"

    def __init__(self, detail: str, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class WrongChain(CoprodError):
    """The node answers for another chain than the one that was expected."""

    status = 503
    type = "wrong-chain"
    title = "The node is on another chain"


class RpcRefused(CoprodError):
    """The node understood and answered with an error.

    code: JSON-RPC's number. data: what a reverting contract said, if one did (see contracts.describe_error).
    """

    status = 502
    type = "node-refused"
    title = "The node refused a request"

    def __init__(self, detail: str, code: int = 0, data: bytes | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.data = data


class RangeTooLarge(RpcRefused):
    """The node does not answer for so many blocks or logs at once: ask for fewer."""

    type = "range-too-large"
    title = "The node refused so large a range"


class BatchTooLarge(RpcRefused):
    """The node does not take so many calls in one request."""

    type = "batch-too-large"


class TooManyAddresses(RpcRefused):
    """The node does not look for logs of so many contracts at once."""

    type = "too-many-addresses"


class BlockUnknown(RpcRefused):
    """The node does not have a block, or its state, yet or any more: it is behind, or the chain moved."""

    type = "block-unknown"
    title = "The node does not have this block"
