"""Lists of words, written as running text."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text, which semicolons part."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(";"))
