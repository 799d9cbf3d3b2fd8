"""What an ingester remembers between transactions."""

import numpy as np

from ingester.memory import Learned, Memories, Memory


def learn(memories: Memories, name: str, digest: int | None) -> None:
    Learned(source="flickr", accounts={name: (1, digest)}).teach(memories)


def posts(memory: Memory, *digests: int) -> list[int]:
    found: list[int] = memory.posts.find(np.array(digests, dtype=np.int64)).tolist()
    return found


def test_an_older_description_is_not_taken_for_the_stored_one() -> None:
    memories = Memories(1_000)
    learn(memories, "a", 11)
    learn(memories, "b", 33)
    learn(memories, "a", 22)
    descriptions = memories.of("flickr").descriptions
    assert descriptions.find(np.array([11, 22, 33])).tolist() == [0, 1, 1]


def test_a_replaced_description_of_a_post_is_unknown_again() -> None:
    memories = Memories(1_000)
    Learned(source="flickr", posts={11: 7, 12: 8}).teach(memories)
    Learned(source="flickr", posts={22: 7}, outdated=[11]).teach(memories)
    assert posts(memories.of("flickr"), 11, 12, 22) == [0, 8, 7]


def test_sources_are_remembered_apart() -> None:
    memories = Memories(1_000)
    Learned(source="flickr", posts={1: 7}).teach(memories)
    assert posts(memories.of("flickr"), 1) == [7]
    assert posts(memories.of("reddit"), 1) == [0]
    memories.forget()
    assert posts(memories.of("flickr"), 1) == [0]
