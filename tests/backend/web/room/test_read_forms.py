"""Forms with files are read byte for byte, and up to a limit (RFC 7578)."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.web.room.forms import (
    MOST_BYTES,
    MOST_PARTS,
    FormUnreadable,
    parse_multipart,
    parse_urlencoded,
)
from tests.backend.web.room.conftest import Enter
from tests.backend.world import Project

KIND = "multipart/form-data; boundary=XXX"


def part(head: str, content: bytes) -> bytes:
    return f"--XXX\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


@given(st.dictionaries(st.sampled_from("abc"), st.text(max_size=30)), st.binary(max_size=300))
def test_what_a_client_sends_is_read_back(fields: dict[str, str], content: bytes) -> None:
    """Against another's writer, with any bytes in the file."""
    request = httpx.Request("POST", "http://x", data=fields, files={"file": ("n.csv", content)})
    form = parse_multipart(request.read(), request.headers["content-type"])
    assert {name: form.get(name) for name in fields} == {
        name: value.replace("\r\n", "\n") for name, value in fields.items()
    }
    assert form.files["file"].content == content
    assert form.files["file"].name == "n.csv"


def test_what_looks_like_a_boundary_within_a_line_is_content() -> None:
    content = b"a --XXX b\r\n -XXX\n--XXX\r"
    body = part('name="f"; filename="x"', content) + b"--XXX--\r\n"
    assert parse_multipart(body, KIND).files["f"].content == content


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("report.csv", "report.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Users\\\\me\\\\a.csv", "a.csv"),
        ("été 2026 %22q%22.csv", 'été 2026 "q".csv'),
        ("a\x07b\u202ec.csv", "abc.csv"),
        ("/", "file"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_name_is_shown_and_leads_nowhere(written: str, read: str) -> None:
    body = part(f'name="f"; filename="{written}"', b"1") + b"--XXX--"
    assert parse_multipart(body, KIND).files["f"].name == read


def test_a_file_that_was_not_chosen_is_none() -> None:
    body = part('name="f"; filename=""', b"") + part('name="a"', b"1") + part('name="a"', b"2") + b"--XXX--"
    form = parse_multipart(body, KIND)
    assert not form.files
    assert (form.get("a"), form.all("a"), form.get("b")) == ("2", ("1", "2"), "")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (part('name="a"', b"1"), KIND),
        (part('name="a"', b"1") + b"--XXX--", "multipart/form-data"),
        (part('name="a"', b"1") + b"--XXX--", "multipart/form-data; boundary=YYY"),
        (part('name="a"', b"1") + b"--XXX--", "multipart/form-data; boundary=\xff"),
        (part("", b"1") + b"--XXX--", KIND),
        (part('name="a"', b"\xff") + b"--XXX--", KIND),
        (b"--XXX\r\nContent-Disposition: form-data; name=a" + b"\r\n--XXX--", KIND),
        (part('name="a"', b"") * (MOST_PARTS + 2) + b"--XXX--", KIND),
    ],
)
def test_what_is_no_form_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(FormUnreadable):
        parse_multipart(body, kind)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    for read in (parse_urlencoded, lambda each: parse_multipart(each, KIND)):
        try:
            read(body)
        except FormUnreadable:
            continue


async def test_a_file_beyond_the_limit_is_refused(project: Project, enter: Enter) -> None:
    browser, path = await enter("producer"), f"/en/room/{project.campaign}/receipts"
    answer = await browser.submit(path, path, {}, {"file": ("big.csv", b"x" * (MOST_BYTES + 1))})
    assert answer.status_code == 413
    assert "Nothing was stored: at most 10,000,000 bytes" in answer.text
