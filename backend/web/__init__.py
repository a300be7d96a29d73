"""The website: pages in French and English, readable without JavaScript and without a wallet.

Everything is rendered on the server and comes from this server: no third party, and no cookie but for
who signs in to the producer's room.
"""

from backend.web.site import create_site

__all__ = ["create_site"]
