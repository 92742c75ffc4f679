"""Waiting for several answers at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

AT_ONCE = 10
"""As many connections as a boto3 client keeps open."""


def abreast[Item, Answer](ask: Callable[[Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
    """The answer to each item, in the items' order. `AT_ONCE` are asked at a time, and no more are held."""
    ahead = iter(items)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked: deque[Future[Answer]] = deque(pool.submit(ask, item) for item in islice(ahead, AT_ONCE))
        while asked:
            answer = asked.popleft().result()
            asked.extend(pool.submit(ask, item) for item in islice(ahead, 1))
            yield answer
