"""Whose key made a signature, reckoned from the signature alone (SEC 1, 4.1.6). Pure; it cannot sign.

The server that fans use loads nothing that signs (rule 7.3), and every library of this curve does.
"""

from eth_utils.crypto import keccak

from backend import eip55

_P = 2**256 - 2**32 - 977
"""Of the field; the curve is y² = x³ + 7."""
_N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)

_Point = tuple[int, int, int]
"""x/z² and y/z³; z is 0 for the point at infinity."""
_INFINITY: _Point = (1, 1, 0)


def recover(digest: bytes, signature: bytes) -> str | None:
    """The address whose key signed these 32 bytes: r, s and v in 65 bytes, v as 0 and 1 or as 27 and 28.

    None for bytes that are no signature, and, as contracts refuse it, for the twin that anybody can make of
    one (s above half of the curve's order).
    """
    if len(signature) != 65 or signature[64] not in (0, 1, 27, 28):
        return None
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")
    if not (0 < r < _N and 0 < s <= _N // 2):
        return None
    square = (pow(r, 3, _P) + 7) % _P
    y = pow(square, (_P + 1) // 4, _P)
    if y * y % _P != square:
        return None
    if y % 2 != (signature[64] in (1, 28)):
        y = _P - y
    inverse = pow(r, -1, _N)
    point = _sum(-int.from_bytes(digest, "big") * inverse % _N, s * inverse % _N, (r, y, 1))
    if not point[2]:
        return None
    by_z = pow(point[2], -1, _P)
    x, y = point[0] * by_z**2 % _P, point[1] * by_z**3 % _P
    return eip55.to_text(keccak(x.to_bytes(32, "big") + y.to_bytes(32, "big"))[12:])


def _sum(of_g: int, of_point: int, point: _Point) -> _Point:
    """of_g · G + of_point · point, both bit by bit in one walk."""
    base: _Point = (*_G, 1)
    terms = {1: base, 2: point, 3: _add(base, point)}
    total = _INFINITY
    for bit in range(255, -1, -1):
        total = _double(total)
        which = (of_g >> bit & 1) + 2 * (of_point >> bit & 1)
        if which:
            total = _add(total, terms[which])
    return total


def _double(point: _Point) -> _Point:
    x, y, z = point
    if not z:
        return point
    square = y * y % _P
    four = 4 * x * square % _P
    slope = 3 * x * x
    across = (slope * slope - 2 * four) % _P
    return across, (slope * (four - across) - 8 * square * square) % _P, 2 * y * z % _P


def _add(one: _Point, other: _Point) -> _Point:
    (x1, y1, z1), (x2, y2, z2) = one, other
    if not z1:
        return other
    if not z2:
        return one
    u1, u2 = x1 * z2 * z2 % _P, x2 * z1 * z1 % _P
    s1, s2 = y1 * z2**3 % _P, y2 * z1**3 % _P
    if u1 == u2:
        return _double(one) if s1 == s2 else _INFINITY
    along, up = u2 - u1, s2 - s1
    square = along * along % _P
    cube, part = square * along % _P, u1 * square % _P
    across = (up * up - cube - 2 * part) % _P
    return across, (up * (part - across) - s1 * cube) % _P, along * z1 * z2 % _P
