"""Lists of what the mirror keeps: filtered, sorted, paged and pinned to a block, as JSON, NDJSON or CSV.

Each list is one `Listing`; everything else here is the same for all of them: what may be asked (`asked`), the
place where a page ends (`cursors`), the one SQL statement (`statement`), and the answer (`answering`).
"""
