"""The API: JSON under /v1, one module per resource.

Every answer names the block it is true of; every error is a problem after RFC 9457.
"""

from backend.api.application import create_api

__all__ = ["create_api"]
