"""Announcing a release (rule 4.1): what proves that money is due is hashed here; the wallet announces it."""

import re
from base64 import b64encode
from dataclasses import dataclass

from eth_utils.crypto import keccak
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backend.accounts.refusals import NotLetIn
from backend.queries.scene import Scene, read_scene
from backend.queries.snapshot import open_snapshot
from backend.web.carried import Prospectus, read_prospectus
from backend.web.room.entry import Visitor, enter, read_own_form, require_approval, show
from backend.web.room.forms import Form
from backend.web.routes import Language
from backend.web.scenes import describe_scene

router = APIRouter()

MOST_URI = 1_024
"""Bytes of an address of evidence, by the Campaign."""
_HASH = re.compile("0x[0-9a-fA-F]{64}")


class EvidenceUnfit(NotLetIn):
    """What was given is no evidence that can be announced."""

    status = 422
    type = "evidence-unfit"
    title = "This is no evidence yet"


@dataclass(frozen=True, slots=True)
class Evidence:
    """hash: keccak-256, 0x-string. name: of the file that was hashed, which is not kept; None without one."""

    hash: str
    uri: str
    name: str | None = None

    @property
    def carried(self) -> Prospectus | None:
        """The text that the announcement itself carries."""
        return read_prospectus(self.uri, self.hash)


def read_evidence(form: Form) -> Evidence:
    """A file, a text that the announcement itself carries, or a hash from elsewhere. Raises EvidenceUnfit."""
    uri, typed, text = (form.get(name).strip() for name in ("uri", "evidence_hash", "text"))
    file = form.files.get("file")
    if (file is not None) + bool(typed) + bool(text) != 1:
        raise EvidenceUnfit(
            "Give one of three: a file, a text, or the keccak-256 of a file.",
            "Donnez une chose parmi trois\u00a0: un fichier, un texte, ou le keccak-256 d’un fichier.",
        )
    if text:
        content = text.encode()
        uri = f"data:text/plain;charset=utf-8;base64,{b64encode(content).decode()}"
        if len(uri) > MOST_URI:
            raise EvidenceUnfit(
                "A text has about 730 bytes at most: publish a longer one, and give its file and address.",
                "Un texte a environ 730 octets au plus\u00a0: publiez un texte plus long, et donnez son "
                "fichier et son adresse.",
            )
        return Evidence(_hash(content), uri)
    if typed and not _HASH.fullmatch(typed):
        raise EvidenceUnfit(
            "A hash is 0x and 64 hexadecimal digits.",
            "Une empreinte, c’est 0x et 64 chiffres hexadécimaux.",
        )
    if not re.fullmatch(r"(https?|ipfs)://\S+", uri) or len(uri.encode()) > MOST_URI:
        raise EvidenceUnfit(
            f"Say where holders can read it: an address that begins with https:// or ipfs://, of {MOST_URI} "
            "bytes at most.",
            "Dites où les porteurs peuvent le lire\u00a0: une adresse qui commence par https:// ou ipfs://, "
            f"de {MOST_URI} octets au plus.",
        )
    if file is not None:
        return Evidence(_hash(file.content), uri, file.name)
    return Evidence(typed.lower(), uri)


@router.get("/{language}/room/{campaign}/announce")
async def ask_for_evidence(request: Request, language: Language, campaign: str) -> HTMLResponse:
    visitor = await enter(request)
    return await _show(request, visitor, {"milestone": request.query_params.get("milestone", "")})


@router.post("/{language}/room/{campaign}/evidence")
async def hash_evidence(request: Request, language: Language, campaign: str) -> HTMLResponse:
    """Nothing is kept: the page that follows has the hash in a form that the wallet sends."""
    visitor = await enter(request)
    require_approval(visitor)
    form = await read_own_form(request, visitor.session)
    typed = {name: form.get(name) for name in ("milestone", "uri", "evidence_hash", "text")}
    try:
        return await _show(request, visitor, typed, read_evidence(form))
    except EvidenceUnfit as problem:
        return await _show(request, visitor, typed, None, problem)


async def _show(
    request: Request,
    visitor: Visitor,
    typed: dict[str, str],
    evidence: Evidence | None = None,
    problem: EvidenceUnfit | None = None,
) -> HTMLResponse:
    async with open_snapshot(request.app.state.engine) as connection:
        scene = await read_scene(connection, visitor.campaign, visitor.wallet)
    form = {"milestone": "", "uri": "", "evidence_hash": "", "text": ""} | typed
    return show(
        request,
        "announce.html",
        visitor.session,
        status=problem.status if problem else 200,
        visitor=visitor,
        open_milestones=_may_be_announced(scene),
        chosen=_choose(scene, form["milestone"]),
        typed=form,
        evidence=evidence,
        problem=problem,
        **describe_scene(scene),
    )


def _may_be_announced(scene: Scene) -> list[int]:
    """By number; refused once they may be announced once more (rule 4.2)."""
    return [
        each.number
        for each in scene.production.milestones
        if each.state in ("waiting", "refused", "lapsed") and each.refusals < 2
    ]


def _choose(scene: Scene, typed: str) -> int | None:
    """The milestone that was chosen, if it may be announced; else the first that may."""
    possible = _may_be_announced(scene)
    if typed.isdecimal() and len(typed) < 4 and int(typed) in possible:
        return int(typed)
    return next(iter(possible), None)


def _hash(content: bytes) -> str:
    return "0x" + keccak(content).hex()
