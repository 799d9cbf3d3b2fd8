"""What an ingester remembers between transactions."""

from ingester.memory import Learned, Memories


def learn(memories: Memories, name: str, description: bytes | None) -> None:
    Learned(source="flickr", accounts={name: (1, description)}).teach(memories)


def test_an_older_description_is_not_taken_for_the_stored_one() -> None:
    memories = Memories(1_000)
    learn(memories, "a", b"first")
    learn(memories, "b", b"another's")
    learn(memories, "a", b"second")
    descriptions = memories.of("flickr").descriptions
    assert [descriptions.get(one) for one in (b"first", b"second", b"another's")] == [None, True, True]


def test_sources_are_remembered_apart() -> None:
    memories = Memories(1_000)
    Learned(source="flickr", posts={b"1": (7, 99)}).teach(memories)
    assert memories.of("flickr").posts.get(b"1") == (7, 99)
    assert memories.of("reddit").posts.get(b"1") is None
    memories.forget()
    assert memories.of("flickr").posts.get(b"1") is None
