"""What can be written beside words and fields: for GET /api/library/grammar and docs/search.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operator:
    """A sign or form, what it means, and an example."""

    text: str
    meaning: str
    example: str


OPERATORS = (
    Operator("word", "Carries the tag, or has the word in a text.", "bridge"),
    Operator('"..."', "Has these words next to each other in a text.", '"golden gate"'),
    Operator("a b", "Both.", "bridge fog"),
    Operator("-a", "Without it; before a word, a phrase, a field or a group.", "bridge -fog"),
    Operator(
        "a or b", "One of them at least; | means the same. Binds less than words side by side.", "fog or rain"
    ),
    Operator("(...)", "A group.", "bridge (fog or rain)"),
    Operator("~a ~b", "Any of those with ~ in the same group.", "bridge ~fog ~rain"),
    Operator("*", "Any letters; only at the end of a word it is looked for in texts, too.", "bridge*"),
    Operator(">5 >=5 <5 <=5 1..5 1.. ..5", "Ranges of numbers, sizes and dates.", "width:>=1920"),
    Operator("\\", "The next character is none of these signs.", "\\-_- re\\:zero"),
)
