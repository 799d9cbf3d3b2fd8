"""The world as it is now: what was generated, and what has been done in it since."""

import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from simulator.journal import Comment, FavoriteEdit, Journal
from simulator.world import DELETED, PRIVATE, World
from simulator.world.model import IntArray


@dataclass(frozen=True)
class FavoriteList:
    """Somebody's favourites, newest first."""

    photos: IntArray
    times: IntArray


class State:
    """Favourites, comments and accounts' states. A lock guards what changes; results are never changed
    afterwards.
    """

    def __init__(self, world: World, journal: Journal) -> None:
        self.world = world
        self._journal = journal
        self._lock = threading.RLock()
        self._states: dict[int, int] = {**dict(enumerate(world.account_state.tolist())), **journal.states()}
        self._edits: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
        self._counts = np.bincount(world.favorite_photo, minlength=world.photos)
        self._lists: dict[int, FavoriteList] = {}
        self._comments: defaultdict[int, list[Comment]] = defaultdict(list)
        self._comments_by: Counter[int] = Counter()
        by_photo = np.argsort(world.favorite_photo, kind="stable")
        self._favers, self._faver_starts = (
            by_photo,
            np.searchsorted(world.favorite_photo[by_photo], np.arange(world.photos + 1)),
        )
        for edit in journal.favorite_edits():
            self._apply(edit)
        for comment in journal.comments():
            self._comments[comment.photo].append(comment)

    # Accounts

    def account_state(self, account: int) -> int:
        """Whether an account is there, deleted, or keeps its favourites to itself."""
        return self._states[account]

    def is_deleted(self, account: int) -> bool:
        """Whether the account is gone."""
        return self._states[account] == DELETED

    def is_private(self, account: int) -> bool:
        """Whether the account hides its favourites and contacts."""
        return self._states[account] == PRIVATE

    def set_account_state(self, account: int, state: int) -> None:
        """Delete an account, hide its lists, or bring it back."""
        with self._lock:
            self._states[account] = state
            self._lists.clear()
            self._journal.keep_state(account, state)

    def photo_is_visible(self, photo: int) -> bool:
        """Whether a photo can be seen: its owner is not gone."""
        return not self.is_deleted(int(self.world.photo_owner[photo]))

    # Favourites

    def favorites(self, account: int) -> FavoriteList:
        """An account's favourites, newest first, without photos of people who are gone."""
        known = self._lists.get(account)
        if known is None:
            with self._lock:
                known = self._lists[account] = self._gather(account)
        return known

    def _gather(self, account: int) -> FavoriteList:
        photos, times = self.world.favorites_of(account)
        edits = self._edits.get(account)
        if edits:
            kept = ~np.isin(photos, list(edits))
            added = [(photo, at) for photo, at in edits.items() if at is not None]
            photos = np.concatenate([photos[kept], np.array([photo for photo, _ in added], dtype=np.int64)])
            times = np.concatenate([times[kept], np.array([at for _, at in added], dtype=np.int64)])
        owners = self.world.photo_owner[photos].tolist()
        visible = np.array([self._states[owner] != DELETED for owner in owners], dtype=bool)
        photos, times = photos[visible], times[visible]
        order = np.lexsort((-photos, -times))
        return FavoriteList(photos[order], times[order])

    def has_favorite(self, account: int, photo: int) -> bool:
        """Whether an account has faved a photo."""
        with self._lock:
            edits = self._edits.get(account, {})
            if photo in edits:
                return edits[photo] is not None
        return bool(np.isin(photo, self.world.favorites_of(account)[0]))

    def set_favorite(self, account: int, photo: int, at: int | None) -> bool:
        """Fave at a time, or take a favourite away (None). False when it was so already."""
        with self._lock:
            if self.has_favorite(account, photo) == (at is not None):
                return False
            edit = FavoriteEdit(account, photo, at)
            self._apply(edit)
            self._journal.keep_favorite_edit(edit)
        return True

    def _apply(self, edit: FavoriteEdit) -> None:
        before = self.has_favorite(edit.account, edit.photo)
        self._edits[edit.account][edit.photo] = edit.at
        self._counts[edit.photo] += int(edit.at is not None) - int(before)
        self._lists.pop(edit.account, None)

    def favorite_count(self, photo: int) -> int:
        """How many have faved a photo."""
        return int(self._counts[photo])

    def favers(self, photo: int, limit: int = 60) -> list[int]:
        """Who has faved a photo (of those generated first, then those who came later)."""
        begin, end = self._faver_starts[photo], self._faver_starts[photo + 1]
        generated = self.world.favorite_account[self._favers[begin:end]].tolist()
        with self._lock:
            changed = {
                account: edits[photo] is not None for account, edits in self._edits.items() if photo in edits
            }
        everybody = [account for account in generated if changed.get(account, True)]
        everybody += [account for account, faved in changed.items() if faved and account not in everybody]
        return everybody[:limit]

    # Comments

    def comments(self, photo: int) -> list[Comment]:
        """The comments under a photo, oldest first."""
        with self._lock:
            return list(self._comments.get(photo, ()))

    def add_comment(self, *, photo: int, account: int, text: str) -> Comment:
        """Write a comment."""
        now = int(time.time())
        with self._lock:
            self._comments_by[account] += 1
            moment = 72_157_700_000_000_000 + time.time_ns() // 1_000_000
            author = int(self.world.account_noise[account]) % 100_000_000
            serial = f"{moment}{self._comments_by[account] % 1000:03d}"
            identity = f"{author}-{self.world.photo_id[photo]}-{serial}"
            comment = Comment(identity, photo, account, now, text)
            self._comments[photo].append(comment)
            self._journal.keep_comment(comment)
        return comment

    def comments_since(self, account: int, since: int) -> int:
        """How many comments an account has written since a time."""
        with self._lock:
            return sum(
                comment.account == account and comment.at >= since
                for comments in self._comments.values()
                for comment in comments
            )
