from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from backend.api.documentation import problems
from backend.api.parameters import Connection
from backend.api.problems import RequestInvalid
from backend.api.schemas.amounts import EXAMPLE_HASH
from backend.queries.statements import DocumentUnknown, document

router = APIRouter(tags=["receipts"])

_DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document, byte for byte: keccak256 of the body is the hash asked for.",
        "content": {
            "application/json": {
                "schema": {"type": "object", "description": "A statement, as RFC 8785 writes JSON."},
                "example": {"schema": "coprod/statement/2", "source": "distrokid", "lines": 1240},
            }
        },
    }
}


@router.get(
    "/v1/statements/{document_hash}",
    operation_id="getStatementDocument",
    summary="The document of a statement, as it was hashed",
    response_class=Response,
    responses=_DOCUMENT
    | problems(
        DocumentUnknown(
            f"No deposit is bound to a document {EXAMPLE_HASH} kept here: see the uri of the deposit."
        ),
        RequestInvalid("path.document_hash: String should match pattern '^0x[0-9a-fA-F]{64}$'"),
    ),
)
async def get_document(
    document_hash: Annotated[
        str,
        Path(
            pattern="^0x[0-9a-fA-F]{64}$",
            description="keccak256 of the document, as the deposit names it.",
            examples=[EXAMPLE_HASH],
        ),
    ],
    connection: Connection,
) -> Response:
    """The body belongs to its hash for good, and says nothing that a block could change."""
    return Response(
        await document(connection, document_hash),
        media_type="application/json",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "ETag": f'"{document_hash.lower()}"',
        },
    )
