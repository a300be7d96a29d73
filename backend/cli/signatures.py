"""How a person signs on a terminal: with a keystore, or with what a wallet signed elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from backend.chain.typed_data import TypedData
from backend.royalties.sender.keys import open_keystore
from backend.royalties.statements.signing import sign

Keystore = Annotated[Path | None, typer.Option(help="Keystore of the account that signs.")]
PasswordFile = Annotated[Path | None, typer.Option(help="File whose first line is its password.")]
Signature = Annotated[str, typer.Option(help="Signature made elsewhere, 0x…")]


def read_signature(
    described: TypedData, keystore: Path | None, password_file: Path | None, signature: str
) -> bytes | None:
    """Of what is described; None where nobody signs. Raises KeyUnusable and typer.BadParameter."""
    if keystore is not None:
        if password_file is None:
            raise typer.BadParameter("give --password-file with --keystore")
        return sign(open_keystore(keystore, password_file), described)
    try:
        return bytes.fromhex(signature.removeprefix("0x")) if signature else None
    except ValueError:
        raise typer.BadParameter("write --signature as 0x and hexadecimal digits") from None
