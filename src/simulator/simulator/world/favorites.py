"""Who faved what, and when.

Half of all favourites come through contacts (Cha, Mislove and Gummadi 2009, "A Measurement-driven Analysis of
Information Propagation in the Flickr Social Network": over half), 40 % of those being what the contact faved
and the rest what the contact uploaded; 15 % come from what is new and popular; the others through topics,
where the popular get richer and the old are forgotten. Time goes in rounds: what happened in one is what the
next one sees, and inside a round everything is drawn at once.
"""

from dataclasses import dataclass, field

import numpy as np

from simulator.world.contacts import starts_of
from simulator.world.model import DELETED, WORLD_BEGIN, WORLD_END, FloatArray, IntArray
from simulator.world.photos import Uploads
from simulator.world.population import Population

_ROUNDS = 24
_CANDIDATES = 6
_THROUGH_CONTACTS, _THROUGH_POPULAR = 0.50, 0.15
_COPIED = 0.40
_HALF_LIFE_SECONDS = 120 * 86_400.0


@dataclass
class _Record:
    """What has been faved up to the present round."""

    account: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    photo: IntArray = field(default_factory=lambda: np.empty(0, np.int64))
    time: IntArray = field(default_factory=lambda: np.empty(0, np.int64))


class _Round:
    """One stretch of time: everything that candidates are drawn from, as it was at the round's beginning."""

    def __init__(
        self,
        people: Population,
        photos: Uploads,
        contacts: tuple[IntArray, IntArray],
        record: _Record,
        begin: int,
        end: int,
    ) -> None:
        self.people, self.photos, self.begin, self.end = people, photos, begin, end
        self.visible = int(np.searchsorted(photos.uploaded, end))
        self.contact_starts, self.contact_other = starts_of(contacts[0], people.size), contacts[1]
        owner, cluster = photos.owner[: self.visible], photos.cluster[: self.visible]
        self.by_owner = np.argsort(owner, kind="stable")
        self.owner_starts = starts_of(owner[self.by_owner], people.size)
        self.by_cluster = np.argsort(cluster, kind="stable")
        self.cluster_starts = starts_of(cluster[self.by_cluster], people.taste.shape[1])
        faver = np.argsort(record.account, kind="stable")
        self.faved, self.faver_starts = record.photo[faver], starts_of(record.account[faver], people.size)
        topic = np.argsort(photos.cluster[record.photo], kind="stable")
        self.faved_by_topic = record.photo[topic]
        self.topic_starts = starts_of(photos.cluster[record.photo][topic], people.taste.shape[1])
        recent = record.time > begin - (end - begin)
        self.recent = record.photo[recent] if recent.any() else record.photo
        self.recent_once = np.unique(self.recent)
        self.popularity = np.bincount(record.photo, minlength=photos.size)

    @staticmethod
    def _pick(
        generator: np.random.Generator, starts: IntArray, keys: IntArray, newest_first: float
    ) -> IntArray:
        """For each key a place in its run, later places more often the larger `newest_first`; -1 where the
        run is empty.
        """
        length = starts[keys + 1] - starts[keys]
        place = starts[keys] + (generator.random(keys.shape) ** (1.0 / newest_first) * length).astype(
            np.int64
        )
        return np.where(length > 0, place, -1)

    def _of_contacts(self, generator: np.random.Generator, who: IntArray) -> IntArray:
        friend_at = self._pick(generator, self.contact_starts, np.repeat(who[:, None], _CANDIDATES, 1), 1.0)
        friend = np.where(friend_at >= 0, self.contact_other[friend_at], 0)
        copied = self._pick(generator, self.faver_starts, friend, 2.5)
        made = self._pick(generator, self.owner_starts, friend, 2.5)
        take_copy = (generator.random(len(who)) < _COPIED)[:, None]
        result = np.where(made >= 0, self.by_owner[made], -1)
        if len(self.faved):
            result = np.where(take_copy & (copied >= 0), self.faved[copied], result)
        return np.where(friend_at >= 0, result, -1)

    def _popular(self, generator: np.random.Generator, who: IntArray) -> IntArray:
        if not len(self.recent):
            return np.full((len(who), _CANDIDATES), -1)
        by_success = self.recent[generator.integers(0, len(self.recent), (len(who), _CANDIDATES))]
        by_chance = self.recent_once[generator.integers(0, len(self.recent_once), (len(who), _CANDIDATES))]
        return np.where(np.arange(_CANDIDATES)[None, :] % 3 == 0, by_success, by_chance)

    def _of_topics(self, generator: np.random.Generator, who: IntArray) -> IntArray:
        cumulative = np.cumsum(self.people.taste, axis=1)
        topic = np.argmax(generator.random((len(who), 1)) * 0.999999 < cumulative[who], axis=1)
        keys = np.repeat(topic[:, None], _CANDIDATES, 1)
        fresh = self._pick(generator, self.cluster_starts, keys, 2.0)
        result = np.where(fresh >= 0, self.by_cluster[fresh], -1)
        if len(self.faved_by_topic):
            rich = self._pick(generator, self.topic_starts, keys, 1.0)
            third = np.arange(_CANDIDATES)[None, :] % 3 == 0
            result = np.where(third & (rich >= 0), self.faved_by_topic[rich], result)
        return result

    def draw(self, generator: np.random.Generator, who: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """One favourite for each of `who` where something was found: (account, photo, time)."""
        channel = generator.random(len(who))
        candidates = np.where(
            (channel < _THROUGH_CONTACTS)[:, None],
            self._of_contacts(generator, who),
            self._of_topics(generator, who),
        )
        popular = (channel >= _THROUGH_CONTACTS) & (channel < _THROUGH_CONTACTS + _THROUGH_POPULAR)
        candidates = np.where(popular[:, None], self._popular(generator, who), candidates)
        score = self._score(who, candidates) + generator.gumbel(size=candidates.shape)
        photo = candidates[np.arange(len(who)), np.argmax(score, axis=1)]
        found = (
            (photo >= 0)
            & (self.photos.owner[photo] != who)
            & (self.people.state[self.photos.owner[photo]] != DELETED)
        )
        who, photo = who[found], photo[found]
        since = np.maximum(self.photos.uploaded[photo], np.maximum(self.people.joined[who], self.begin))
        soon = generator.exponential(9 * 86_400.0, len(who))
        spread = generator.random(len(who)) * (self.end - since)
        new = self.photos.uploaded[photo] > self.begin
        time = since + 90 + np.where(new, np.minimum(soon, spread), spread).astype(np.int64)
        return who, photo, np.minimum(time, WORLD_END - 1)

    def _score(self, who: IntArray, candidates: IntArray) -> FloatArray:
        photos = self.photos
        taste = np.log(0.02 + self.people.taste[who[:, None], photos.cluster[candidates]])
        style = (
            np.einsum("nd,nkd->nk", self.people.style_liked[who], photos.style[candidates])
            / photos.style.shape[1]
        )
        age = np.maximum(self.begin - photos.uploaded[candidates], 0) / _HALF_LIFE_SECONDS
        score = (
            0.9 * taste
            + 3.0 * style
            + 0.7 * photos.quality[candidates]
            + 0.18 * np.log1p(self.popularity[candidates])
        )
        score = score - 0.35 * np.log1p(age)
        # Nobody faves own photos; those of deleted accounts went with them.
        owner = photos.owner[candidates]
        out = (candidates < 0) | (owner == who[:, None]) | (self.people.state[owner] == DELETED)
        return np.where(out, -np.inf, score)


def admire(
    generator: np.random.Generator, people: Population, photos: Uploads, contacts: tuple[IntArray, IntArray]
) -> tuple[IntArray, IntArray, IntArray]:
    """All favourites (account, photo, time), sorted by account and time; nobody faves own photos or one
    twice.
    """
    edges = np.linspace(WORLD_BEGIN, WORLD_END, _ROUNDS + 1).astype(np.int64)
    record = _Record()
    for number in range(_ROUNDS):
        begin, end = int(edges[number]), int(edges[number + 1])
        this_round = _Round(people, photos, contacts, record, begin, end)
        if this_round.visible == 0:
            continue
        # What is still wished for is spread over the rounds that are left to the account.
        have = np.bincount(record.account, minlength=people.size)
        left = np.clip((WORLD_END - np.maximum(people.joined, begin)) / (end - begin), 1.0, None)
        share = np.where(people.joined < end, (people.favorites - have) / left, 0.0)
        if number == _ROUNDS - 1:
            share = np.maximum(people.favorites - have, 0).astype(np.float64)
        missing = np.floor(np.maximum(share, 0.0) + generator.random(people.size)).astype(np.int64)
        for _attempt in range(6 if number == _ROUNDS - 1 else 2):
            if not missing.any():
                break
            account, photo, time = this_round.draw(generator, np.repeat(np.arange(people.size), missing))
            known = record.account * photos.size + record.photo
            keys, first = np.unique(account * photos.size + photo, return_index=True)
            fresh = first[~np.isin(keys, known)]
            record = _Record(
                np.concatenate([record.account, account[fresh]]),
                np.concatenate([record.photo, photo[fresh]]),
                np.concatenate([record.time, time[fresh]]),
            )
            missing = np.maximum(missing - np.bincount(account[fresh], minlength=people.size), 0)
    order = np.lexsort((record.time, record.account))
    return record.account[order], record.photo[order], record.time[order]
