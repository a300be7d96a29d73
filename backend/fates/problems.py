"""Why something is not taken down, or not believed."""

from backend.errors import CoprodError


class ActionUnknown(CoprodError):
    """No such thing can be followed."""

    status = 422
    type = "action-unknown"
    title = "There is no such action"


class CallsUnfit(CoprodError):
    """The calls are not what the action takes, or not on the project's contracts."""

    status = 422
    type = "calls-unfit"
    title = "The calls do not do this"


class NotOfThisWallet(CoprodError):
    """The transaction is somebody else's."""

    status = 422
    type = "transaction-of-another-wallet"
    title = "This is another wallet's transaction"


class DoesSomethingElse(CoprodError):
    """The transaction does not do what is followed, or did it before."""

    status = 422
    type = "transaction-does-something-else"
    title = "This transaction does something else"


class FollowsAnother(CoprodError):
    """Another transaction is followed already, and the chain showed that it is the one."""

    status = 409
    type = "follows-another-transaction"
    title = "Another transaction is followed already"
