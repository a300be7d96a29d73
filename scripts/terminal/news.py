"""`coprod campaign news`: tells the fans something, on the project's website, by its producer."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.language import say
from scripts.refusal import Refused
from scripts.site import Site
from scripts.terminal.frame import confirm, connect, show, tell
from scripts.terminal.options import (
    LOCAL,
    Account,
    AsJson,
    Browser,
    Keystore,
    Language,
    Network,
    PasswordFile,
    Project,
    Yes,
)
from scripts.terminal.signing import choose_signer

At = Annotated[
    str,
    typer.Option(
        "--site", envvar="COPROD_SITE_URL", help=say("The website, such as https://coprod.example.")
    ),
]
FrenchTitle = Annotated[str, typer.Option("--title-fr", help=say("The French title."))]
FrenchText = Annotated[Path | None, typer.Option("--text-fr", help=say("The French text: a file."))]
EnglishTitle = Annotated[str, typer.Option("--title-en", help=say("The English title."))]
EnglishText = Annotated[Path | None, typer.Option("--text-en", help=say("The English text: a file."))]


def news(
    project: Project,
    title_fr: FrenchTitle = "",
    text_fr: FrenchText = None,
    title_en: EnglishTitle = "",
    text_en: EnglishText = None,
    site: At = "",
    account: Account = "",
    keystore: Keystore = "",
    password_file: PasswordFile = None,
    browser: Browser = False,
    network: Network = LOCAL,
    yes: Yes = False,
    as_json: AsJson = False,
    _: Language = "",
) -> None:
    """Tell the fans something, in French, in English, or in both. It can be revised, and never removed."""
    if not site:
        raise Refused(say("say by --site where the website is, such as https://coprod.example"))
    texts = {
        "title_fr": title_fr,
        "text_fr": read(text_fr),
        "title_en": title_en,
        "text_en": read(text_en),
    }
    if not any(texts.values()):
        raise Refused(say("there is nothing to tell: give --title-en and --text-en, or the French ones"))
    connect(network)
    from scripts import chain
    from scripts.project.steps import campaign_of
    from scripts.records import known_records

    record = known_records().project(project)
    producer = str(campaign_of(record).producer())
    signer = choose_signer(account, keystore, password_file, browser=browser, address=producer)
    there = Site(site)
    for title in filter(None, (title_fr, title_en)):
        tell(f"  {title}")
    confirm(say("This is told to the fans of {project} on {site}.", project=project, site=there.origin), yes)
    there.sign_in(signer, chain.chain_id())
    try:
        posted = there.post_news(record["campaign"], texts)
    finally:
        there.sign_out()
    show(posted, [say("Told: {url}", url=posted["url"])], as_json)


def read(file: Path | None) -> str:
    """A text. Raises Refused when it is no text file."""
    try:
        return file.read_text(encoding="utf-8") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(say("{file} cannot be read as a text: {why}", file=str(file), why=error)) from None
