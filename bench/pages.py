"""How long the gateway works on its long pages over 100,000 contracts: `python -m bench.pages`.

Seconds of processor time within the gateway, without a network and without a browser; the median of nine.
"""

import statistics
import sys
import time

from fastapi.testclient import TestClient

from tests.gateway.made import app_over
from tests.gateway.many import many_contracts

CONTRACTS = 100_000
TIMES = 9
PAGES = (
    "/",
    "/contracts",
    "/contracts?q=care+500",
    "/contracts?q=nothing-like-it",
    "/contracts?partnership=place-7",
    "/differences",
    "/differences?severity=amber&sort=subject",
    "/search?q=care",
    "/search?q=GB-LAE-WND/99999",
)


def main() -> int:
    store = many_contracts(CONTRACTS)
    client = TestClient(app_over(store), base_url="http://127.0.0.1", follow_redirects=False)
    print(f"{CONTRACTS:,} contracts, {store.pictures.difference_count:,} differences")
    for address in PAGES:
        took = []
        for _ in range(TIMES):
            begin = time.process_time()
            client.get(address)
            took.append(time.process_time() - begin)
        print(f"{statistics.median(took) * 1000:7.0f} ms  {address}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
