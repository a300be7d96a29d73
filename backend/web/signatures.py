"""Who signs what, so that a project opens: the artist's consent and the financiers' lines (rule 2.4)."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backend.addresses import parse_address
from backend.chain.agreements import choose_line_deadline
from backend.queries.financiers import approved_financiers
from backend.queries.financing import Line
from backend.queries.scene import Scene, read_scene
from backend.web.pages import render, wants_block
from backend.web.routes import Connection, Language
from backend.web.scenes import describe_scene

router = APIRouter()

BEFORE_OPENING = ("proposed", "approved")
LIVING = (*BEFORE_OPENING, "raising", "closed", "succeeded")
"""As long as a line can be covered."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A line to be signed. number: from 0. deadline: of a signature made now.

    is_open: whether anything can be done about it; may_promise: whether a promise would add to what is there.
    is_approved: whether the platform lets this financier's signatures count; after the opening it need not.
    """

    number: int
    line: Line
    deadline: int
    is_open: bool
    may_promise: bool
    is_approved: bool


@router.get("/{language}/projects/{campaign}/sign")
async def show_signatures(
    request: Request, language: Language, campaign: str, connection: Connection, wallet: str = ""
) -> Response:
    """For anybody without `wallet`. htmx gets what a wallet changes, and as of which block."""
    address = parse_address(campaign)
    if address != campaign:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{language}/projects/{address}/sign{query}", 308)
    scene = await read_scene(connection, address, parse_address(wallet) if wallet else None)
    approved = await approved_financiers(connection)
    consent = scene.financing.consent
    return render(
        request,
        "project/signing_anew.html" if wants_block(request.headers) else "sign.html",
        **describe_scene(scene),
        consent=consent,
        may_consent=scene.status in BEFORE_OPENING and not (consent.is_valid or consent.is_revoked),
        may_revoke=scene.status in BEFORE_OPENING and consent.is_valid,
        slips=list_slips(scene, approved),
    )


def list_slips(scene: Scene, approved: frozenset[str]) -> list[Slip]:
    """In the order of the terms."""
    deadline = choose_line_deadline(scene.project.terms.campaign.closes_at, scene.now)
    slips = []
    for number, line in enumerate(scene.financing.lines):
        is_open = scene.status in LIVING and line.state in ("open", "promised")
        slips.append(
            Slip(
                number=number,
                line=line,
                deadline=deadline,
                is_open=is_open,
                may_promise=is_open and deadline > (line.deadline or 0),
                is_approved=scene.status not in BEFORE_OPENING or line.terms.financier in approved,
            )
        )
    return slips
