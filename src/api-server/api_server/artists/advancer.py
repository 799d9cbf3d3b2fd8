"""The threads of a process that let artist searches go on."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor


class Advancer:
    """Carries searches on in threads of its own, each by one thread at a time; without threads, whoever asks
    does it.
    """

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, "artist-searches") if threads else None
        self._lock = threading.Lock()
        self._again: dict[int, bool] = {}  # those under way: whether something has happened meanwhile

    def advance(self, search_ids: Iterable[int], go_on: Callable[[int], None], *, news: bool = True) -> None:
        """Let searches go on, soon. `go_on` raises nothing. Those that are under way go on once more after
        that, behind the others, when there is `news` for them; when it is only time to look at them, they are
        being looked at.
        """
        for search_id in search_ids:
            if self._pool is None:
                go_on(search_id)
                continue
            with self._lock:
                if search_id in self._again:
                    self._again[search_id] |= news
                    continue
                self._again[search_id] = False
            self._pool.submit(self._carry_on, search_id, go_on)

    def stop(self) -> None:
        """Begin nothing more; what is under way goes on when the server is there again."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _carry_on(self, search_id: int, go_on: Callable[[int], None]) -> None:
        with self._lock:
            self._again[search_id] = False  # what has happened until now is seen now
        go_on(search_id)
        with self._lock:
            has_news = self._again.pop(search_id)
        if has_news:
            try:
                self.advance([search_id], go_on)
            except RuntimeError:  # the pool takes nothing more: the server is being stopped
                return
