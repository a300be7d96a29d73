"""Calls prepared for a wallet to sign: what to send, in words, with its fee and a trial run (rule 7.3).

Nothing here can sign, and nothing is written down.
"""

from backend.calls.preparation import Prepared, prepare, prepare_for, read_scene, write_paper
from backend.calls.requests import REQUESTS, Request, read_request
from backend.calls.reverts import describe_revert

__all__ = [
    "REQUESTS",
    "Prepared",
    "Request",
    "describe_revert",
    "prepare",
    "prepare_for",
    "read_request",
    "read_scene",
    "write_paper",
]
