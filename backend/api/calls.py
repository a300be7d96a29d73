"""Calls for a wallet to sign (rule 7.3): prepared, told in words, tried. The API signs and sends nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request

from backend.addresses import AddressChecksumWrong, AddressUnreadable
from backend.amounts import AmountUnreadable
from backend.api.documentation import problems
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_CAMPAIGN
from backend.api.schemas.calls import Prepared
from backend.calls import REQUESTS, prepare_for, read_scene
from backend.calls import Request as Wanted
from backend.calls.permits import PermitUnusable
from backend.calls.preparation import NodeBehind
from backend.calls.royalties import ReceiverStrands
from backend.chain.errors import NodeUnreachable, WrongChain
from backend.languages import choose_language
from backend.queries.imports import StatementNotApproved
from backend.queries.project import ProjectUnknown
from backend.queries.snapshot import open_snapshot
from backend.queries.status import NotMirroredYet

router = APIRouter(tags=["calls"])

SUMMARIES = {
    "contribute": "Buy shares",
    "contribute_for": "Buy shares for a fan who has none",
    "revoke": "Take back shares in their reflection period",
    "refund": "Get back what was paid, after a campaign failed",
    "refund_gift": "Get back a gift",
    "give": "Give without a share in return",
    "object": "Object to a release, or to going on",
    "open_wind_down": "Ask the holders to wind a project down",
    "exit": "Leave a project that was wound down",
    "claim": "Claim the royalties of a project",
    "claim_all": "Claim the royalties of all projects",
    "claim_to": "Claim the royalties of a project to another address",
    "accept_push": "Accept, or refuse, to be paid without asking",
    "withdraw": "Take what is still owed after a payment that failed",
    "transfer": "Give or sell shares",
    "announce": "Producer: announce the release of a milestone",
    "deposit": "Reporter: deposit receipts with an approved statement",
    "record_gift_in_kind": "Producer: show a gift that is no currency",
    "offer_producer": "Producer: offer the role to another address",
    "accept_producer": "Whoever the role of producer is offered to: take it",
    "escrow_line": "Financier: bring the money of a line",
    "withdraw_line": "Financier: take the money of a line back before the opening",
    "return_line": "Anyone: give a financier back what is left of its line",
    "record_consent": "Anyone: bring the artist's signed consent",
    "revoke_consent": "Artist: take the consent back before the opening",
    "cover_line": "Anyone: bring a financier's signature for its line",
    "open": "Anyone: open a project that is approved, consented to and covered",
    "cancel": "Producer: cancel a campaign",
    "finalize": "Anyone: end a campaign that has closed",
    "read": "Anyone: count the objections",
    "release": "Anyone: let royalties enter that are due",
}
OF_PROJECT = (
    AddressUnreadable("An address is 0x and 40 hexadecimal digits: copy it whole from your wallet."),
    AddressChecksumWrong(EXAMPLE_CAMPAIGN),
    RequestInvalid("body.shares: It must be 1 at least."),
    ProjectUnknown(EXAMPLE_CAMPAIGN),
    NotMirroredYet("No block has been read yet: start `coprod worker`, or try again in a moment."),
    NodeUnreachable("The node at http://127.0.0.1:8545 gives no answer. Try again in a moment."),
    NodeBehind("The node at http://127.0.0.1:8545 does not have this project yet: try again in a moment."),
    WrongChain("The node at http://127.0.0.1:8545 is on chain 5, and the mirror on chain 1."),
)
"""What can be wrong with any wish about one project."""
PROBLEMS = problems(
    *OF_PROJECT,
    AmountUnreadable("not a number: write digits, with “.” before the decimals"),
    PermitUnusable("The signature has 130 bytes, and a permit takes 65: leave `permit` out."),
    ReceiverStrands(f"{EXAMPLE_CAMPAIGN} is a contract of this project or its currency."),
    StatementNotApproved("No approved statement of this project has this id: see its page in the room."),
)


def _make_operation(action: str, shape: type[Wanted]) -> Callable[..., Awaitable[Prepared]]:
    """One operation for each action, so that each has the parameters it takes and no other."""

    async def prepare(request: Request, wanted: Any) -> Prepared:
        language = choose_language(request.headers.get("Accept-Language", ""))
        state = request.app.state
        # The node may take its time: meanwhile the connection serves others.
        async with open_snapshot(state.engine) as connection:
            scene = await read_scene(connection, wanted, language)
        return Prepared.of(await prepare_for(scene, state.node, state.settings, action, wanted))

    prepare.__annotations__["wanted"] = shape
    return prepare


for _action, _shape in REQUESTS.items():
    router.add_api_route(
        f"/v1/calls/{_action}",
        _make_operation(_action, _shape),
        methods=["POST"],
        operation_id="prepare" + "".join(each.capitalize() for each in _action.split("_")),
        summary=SUMMARIES[_action],
        response_model=Prepared,
        responses=PROBLEMS,
    )
