"""What nodes and providers say, as they say it, and what it means to us."""

from datetime import UTC, datetime

import pytest

from backend.chain.faults import Kind, classify, find_delay, read_retry_after

RANGES = [
    # Alchemy
    (-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and "
     "no limit on the response size, or you can request any block range with a cap of 10K logs in the "
     "response. Based on your parameters and the response size limit, this block range should work: "
     "[0x0, 0xd043b8]"),
    (-32600, "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based "
     "on your parameters, this block range should work: [0x1180fca, 0x1180fd3]. Upgrade to PAYG for "
     "expanded block range."),
    (-32000, "Query timeout exceeded. Consider reducing your block range. Based on your parameters and the "
     "response size limit, this block range should work: [0x5223c98, 0x5223e80]"),
    # Ankr, Arc, Avalanche, Base, Besu, BNB, Chainstack, drpc, Erigon and its forks
    (-32600, "block range is too wide"),
    (-32012, "requested range too large"),
    (-32000, "requested too many blocks from 0 to 5000000, maximum is set to 1024"),
    (-32011, "query exceeds max block range 100000"),
    (-32005, "Requested range exceeds maximum RPC range limit"),
    (-32000, "exceed maximum block range: 5000"),
    (-32701, "exceed maximum block range: 50000"),
    (-32602, "Block range limit exceeded. See more details at https://docs.chainstack.com/docs/limits"),
    (35, "ranges over 10000 blocks are not supported on freetier"),
    (30, "Request timeout on the free tier, please upgrade your tier to the paid one"),
    (-32000, "query block range exceeds server limit, narrow your filter: 1000"),
    (-32000, "query returns too many logs, narrow your filter: 20000"),
    (-32005, "block range too large, max range: 1000"),
    # Infura, Moonbeam, Nethermind, QuickNode, Reth, scroll, zkSync
    (-32005, "query returned more than 10000 results. Try with this block range [0xBDE5F8, 0x102DBCC]."),
    (-32602, "range 1000000 exceeds limit of 10000"),
    (-32005, "query timeout exceeded"),
    (-32603, "block range is too wide (maximum 1024)"),
    (-32005, "Too many logs requested. Max logs per response is 20000."),
    (-32614, "eth_getLogs is limited to a 10,000 range"),
    (-32602, "query exceeds max results 20000, retry with the range 24383075-24383096"),
    (-32000, "block range is bigger than maxBlockRange"),
    (-32008, "Response is too big"),
    (-32600, "block range too high"),
    (-32005, "limit exceeded"),
    (-32000, "context deadline exceeded"),
]  # fmt: skip

RATES = [
    (429, "Your app has exceeded its compute units per second capacity."),
    (-32005, "daily request count exceeded, request rate limited"),
    (-32005, "project ID request rate exceeded"),
    (-32007, "50/second request limit reached - reduce calls per second or upgrade your account"),
    (-32090, "Too many requests, reason: call rate limit exhausted, retry in 10s"),
    (-32016, "over rate limit"),
    (-32005, "You've exceeded the RPS limit available on the current plan."),
    (-32029, "Too Many Requests"),
    (15, "Too many request, try again later"),
    (-32046, "Cannot fulfill request"),
    (-32000, "Monthly capacity limit exceeded."),
    (-32000, "requests limited to 25 per minute"),
]

BLOCKS = [
    (-32000, "header not found"),
    (-32000, "unknown block"),
    (-32000, "Block not found"),
    (-32001, "Resource not found"),
    (-32602, "block range extends beyond current head block"),
    (-32602, "invalid block range params"),
    (-32602, "BlockOutOfRangeError: block height is 0 but requested was 80"),
    (-32000, "Invalid params: Empty range"),
    (-32603, "Internal Error: Could not get header for block 17"),
    (-32000, "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found."),
    (-32000, "block not found: 0x1111111111111111111111111111111111111111111111111111111111111111"),
    (-32000, "missing trie node 0a1b (path )"),
    (
        -32002,
        "No state available for block 0x3f9e020290502d1d41f4b5519e7d456f0935dea980ec310935206cac8239117e",
    ),
    (-32000, "required historical state unavailable (reexec=128)"),
    (-32000, "old data not available due to pruning: pruned history"),
    (-32000, "distance to target block exceeds maximum proof window"),
    (-32601, "public endpoint only serves recent blocks (last 1024)"),
    (-32602, "Archive requests require a personal token."),
]


@pytest.mark.parametrize(("code", "words"), RANGES)
def test_a_range_too_large(code: int, words: str) -> None:
    assert classify("eth_getLogs", code, words) == "range"
    assert classify("eth_getLogs", code, words, calls=2) == "range"
    assert classify("eth_getLogs", code, words, status=400) == "range"
    assert classify("eth_sendRawTransaction", code, words) == "refused"


@pytest.mark.parametrize(("code", "words"), RATES)
@pytest.mark.parametrize("method", ["eth_getLogs", "eth_call", "eth_sendRawTransaction"])
def test_asked_too_often(method: str, code: int, words: str) -> None:
    assert classify(method, code, words) == "rate"


@pytest.mark.parametrize(("code", "words"), BLOCKS)
@pytest.mark.parametrize("method", ["eth_getLogs", "eth_call"])
def test_a_block_that_the_node_lacks(method: str, code: int, words: str) -> None:
    assert classify(method, code, words) == "block"


@pytest.mark.parametrize(
    "words",
    [
        "Please, specify less number of addresses",
        "exceed max addresses or topics per search position",
        "This query contains 5006 filters. The current limit is 5000.",
    ],
)
def test_too_many_contracts(words: str) -> None:
    assert classify("eth_getLogs", -32602, words) == "addresses"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (-32600, "batch too large"),
        (-32000, "batch limit 100 exceeded: 142 requests given"),
        (31, "Batch of more than 3 requests are not allowed on free tier, to use this feature register paid "
         "account"),
        (-32600, "Batch size is too large"),
        (-32005, "the maximum batch size is exceeded"),
        (-32003, "response too large"),
    ],
)  # fmt: skip
def test_too_many_calls_in_one_request(code: int, words: str) -> None:
    assert classify("eth_call", code, words, calls=100) == "batch"
    assert classify("eth_call", code, words, calls=1) != "batch"


def test_a_batch_that_is_no_request_as_a_whole_is_too_long() -> None:
    """As anvil says it; of one call among others it says that this one is none."""
    assert classify("eth_getLogs", -32600, "Invalid request", calls=9, whole=True) == "batch"
    assert classify("eth_getLogs", -32600, "Invalid request", calls=9) == "outage"
    assert classify("eth_getLogs", -32600, "Invalid request", whole=True) == "outage"


@pytest.mark.parametrize(
    ("method", "code", "words", "status", "kind"),
    [
        ("eth_call", 3, "execution reverted: rate limit of the contract, batch too large", 200, "refused"),
        ("eth_call", -32000, "execution reverted: block not found", 200, "refused"),
        ("eth_call", -32000, "execution aborted (timeout = 5s)", 200, "slow"),
        ("eth_sendRawTransaction", -32000, "nonce too low", 200, "refused"),
        ("eth_sendRawTransaction", -32603, "Internal error: transaction underpriced", 200, "refused"),
        ("eth_getBlockReceipts", -32601, "the method eth_getBlockReceipts does not exist/is not available",
         200, "refused"),
        ("eth_simulateV1", -32601, "this service is not available on your current plan", 200, "refused"),
        ("eth_getBlockByNumber", -32602, "safe is not a supported commitment level", 200, "refused"),
        ("eth_getLogs", -32601, "Method not found", 200, "outage"),
        ("eth_call", -32603, "Internal error", 200, "outage"),
        ("eth_call", -32000, "no healthy upstream", 503, "outage"),
        ("eth_call", -32000, "Must be authenticated!", 401, "outage"),
        ("eth_call", 0, "what nobody has ever read", 502, "outage"),
        ("eth_call", 0, "what nobody has ever read", 200, "refused"),
        ("eth_call", 0, "what nobody has ever read", 429, "rate"),
    ],
)  # fmt: skip
def test_what_else_nodes_say(method: str, code: int, words: str, status: int, kind: Kind) -> None:
    assert classify(method, code, words, status=status) == kind


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("7", 7),
        (" 0.5 ", 0.5),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30),
        ("Wednesday, 21-Oct-26 07:29:00 GMT", 60),
        ("Wed Oct 21 07:28:01 2026", 1),
        ("Wed, 21 Oct 2026 09:28:30 +0200", 30),
        ("Wed, 21 Oct 2026 07:27:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-1", None),
    ],
)
def test_what_retry_after_says(header: str | None, seconds: float | None) -> None:
    """HTTP allows seconds, and dates in three forms."""
    now = datetime(2026, 10, 21, 7, 28, tzinfo=UTC).timestamp()
    assert read_retry_after(header, now) == seconds


@pytest.mark.parametrize(
    ("header", "words", "seconds"),
    [
        (7, "", 7),
        (0.5, "retry in 10s", 0.5),
        (None, "call rate limit exhausted, retry in 10s", 10),
        (None, "{'try_again_in': '600ms'} try again in 600ms", 0.6),
        (None, "over rate limit", None),
    ],
)
def test_how_long_to_wait(header: float | None, words: str, seconds: float | None) -> None:
    assert find_delay(header, words) == seconds
