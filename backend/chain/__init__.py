"""The chain, as the rest of the backend sees it: the only package that speaks JSON-RPC and ABI."""
