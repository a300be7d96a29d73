"""Whether answers of now can be given: mirrored, near the head, told by a node, and equal to the chain."""

from datetime import timedelta

from backend.errors import CoprodError
from backend.queries.following import Following
from backend.queries.status import NOTHING_YET, NotMirroredYet


class MirrorBehind(CoprodError):
    """The mirror is further behind the chain than this installation allows, or nothing moves it."""

    status = 503
    type = "mirror-behind"
    title = "The mirror is behind the chain"


class MirrorDiffers(CoprodError):
    """The last reconciliation found that mirror and chain differ."""

    status = 503
    type = "mirror-differs"
    title = "The mirror differs from the chain"


def check_ready(found: Following, *, most_lag: int, most_silence: int) -> None:
    """most_lag: blocks; most_silence: seconds since the last good answer of any node.

    Raises NotMirroredYet, MirrorBehind and MirrorDiffers, which say why in one sentence.
    """
    if found.as_of is None:
        raise NotMirroredYet(NOTHING_YET)
    if found.heard_at is None:
        raise MirrorBehind("No node has answered yet: is `coprod worker` running, and COPROD_RPC_URL right?")
    silence = found.now - found.heard_at
    if silence > most_silence:
        raise MirrorBehind(
            f"No node has answered for {timedelta(seconds=silence)} (h:mm:ss), {most_silence} s at most are "
            "allowed: is `coprod worker` running? What each node had to say is in /v1/status."
        )
    if found.lag_blocks > most_lag:
        raise MirrorBehind(
            f"The mirror is at block {found.as_of.number}, {found.lag_blocks} behind the head {found.head}, "
            f"{most_lag} at most are allowed: wait until it has caught up."
        )
    last = found.last_reconciliation
    if last and last.differences:
        raise MirrorDiffers(
            f"The last reconciliation, at block {last.block_number}, found differences ({last.differences}): "
            "see /v1/status, and run `coprod mirror rebuild --from-chain`."
        )
