"""A session is a token in one browser: its hash is here, it ends by itself, and it can be ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.accounts.sessions import (
    SESSION_SECONDS,
    Session,
    close_all,
    close_session,
    derive_form_token,
    find_session,
    is_form_token,
    list_sessions,
    open_session,
)
from backend.tables import sessions
from tests.backend.royalties.conftest import key_of

NOW = 1_795_400_000
FAN, STRANGER = key_of("fan").address, key_of("stranger").address


async def test_the_token_itself_is_nowhere_in_the_database(connection: AsyncConnection) -> None:
    token = await open_session(connection, FAN, NOW)
    assert len(token) >= 43
    (row,) = (await connection.execute(select(sessions))).mappings()
    assert token not in str(dict(row))
    found = await find_session(connection, token, NOW)
    assert found is not None
    assert (found.address, found.opened_at, found.expires_at) == (FAN, NOW, NOW + SESSION_SECONDS)
    assert token not in found.form_token
    hashed = str(row["token_hash"])
    for other in (hashed, hashed.removeprefix("0x"), token + "x", "", token.swapcase()):
        assert await find_session(connection, other, NOW) is None


async def test_it_ends_after_twelve_hours_and_is_forgotten(connection: AsyncConnection) -> None:
    token = await open_session(connection, FAN, NOW)
    assert await find_session(connection, token, NOW + SESSION_SECONDS - 1)
    assert await find_session(connection, token, NOW + SESSION_SECONDS) is None
    await open_session(connection, STRANGER, NOW + SESSION_SECONDS)
    assert (await connection.execute(select(func.count()).select_from(sessions))).scalar_one() == 1


async def test_each_can_be_ended_and_all_of_one_account(connection: AsyncConnection) -> None:
    first, second = [await open_session(connection, FAN, NOW + each) for each in range(2)]
    others = await open_session(connection, STRANGER, NOW)
    assert await list_sessions(connection, FAN, NOW + 1) == [NOW + 1, NOW]
    await close_session(connection, first)
    assert await find_session(connection, first, NOW) is None
    assert await find_session(connection, second, NOW)
    await close_all(connection, FAN)
    assert await find_session(connection, second, NOW) is None
    assert await find_session(connection, others, NOW)


@given(st.text(min_size=1, max_size=50), st.text(min_size=1, max_size=50))
def test_forms_of_one_session_are_none_of_another(one: str, other: str) -> None:
    session = Session(FAN, 0, 1, derive_form_token(one))
    assert is_form_token(session, derive_form_token(one))
    if one != other:
        assert not is_form_token(session, derive_form_token(other))


@pytest.mark.parametrize("given", ["", "é", "0" * 64, "\x00"])
def test_what_is_no_form_token_is_none(given: str) -> None:
    assert not is_form_token(Session(FAN, 0, 1, derive_form_token("token")), given)
