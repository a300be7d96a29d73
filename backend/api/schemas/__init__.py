"""The shapes of the answers: pydantic models made from what the queries found, one module per resource."""
