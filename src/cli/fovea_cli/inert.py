"""Strangers' texts in the terminal: shown, never obeyed."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def inert(text: str) -> str:
    """The text on one line, with a mark in place of each character that a terminal would act upon."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else REPLACEMENT
        for character in text
    )
