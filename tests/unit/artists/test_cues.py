"""What words say of whoever is named beside them."""

import pytest

from fovea.artists.cues import cue_of

CUES = [
    ("friend: …", "friend"),
    ("Friends: …", "friend"),
    ("my best friend …", "friend"),
    ("my girlfriend: …", "friend"),
    ("shoutout to …", "friend"),
    ("s/o …", "friend"),
    ("thanks to …", "friend"),
    ("check out …", "friend"),
    ("icon by …", "friend"),
    ("art trade with …", "friend"),
    ("married to …", "friend"),
    ("pfp: …", "friend"),
    ("banner drawn by …", "friend"),
    ("inspired by …", "friend"),
    ("character by …", "friend"),
    ("OC belongs to …", "friend"),
    ("… is my friend", "friend"),
    ("… (bf)", "friend"),
    ("…'s OC", "friend"),
    ("相方 …", "friend"),
    ("commissioned by …", "commissioner"),
    ("commission for …", "commissioner"),
    ("gift for …", "commissioner"),
    ("for …", "commissioner"),
    ("art by …", "credit"),
    ("Artwork by: @…", "credit"),
    ("drawn by …", "credit"),
    ("by …", "credit"),
    ("credit to …", "credit"),
    ("cr: …", "credit"),
    ("… drew this", "credit"),
    ("Artist: …", "artist_label"),
    ("🎨 …", "artist_label"),
    ("絵師：…", "artist_label"),
    ("collab with …", "collaboration"),
    ("lineart by …", "collaboration"),
    ("colors: …", "collaboration"),
    ("… did the lines", "collaboration"),
    ("my twitter …", "own"),
    ("Twitter: …", "own"),
    ("twitter …", "own"),
    ("alt: …", "own"),
    ("nsfw account …", "own"),
    ("follow me on twitter: …", "own"),
    ("Support me on Patreon: …", "own"),
    ("Follow me for more: …", "own"),
    ("I'm also on …", "own"),
    ("… (main)", "own"),
    ("Thanks for watching! Twitter: …", "own"),
    ("My friend is nice. My twitter: …", "own"),
    ("art by me, character by …", "friend"),
    ("commissioned by Bob, art by …", "credit"),
    ("", None),
    ("…", None),
    ("see …", None),
    ("hello … and so on", None),
    ("I'm an artist. See …", None),
]


@pytest.mark.parametrize(("context", "cue"), CUES)
def test_the_nearest_words_count(context: str, cue: str | None) -> None:
    assert cue_of(context) == cue


def test_a_links_own_words_count_where_nothing_else_is_said() -> None:
    assert cue_of("", title="my friend's shop") == "friend"
    assert cue_of("my …", title="friend") == "own"
