"""A query as a tree.

    query  = either
    either = all { ("or" | "|") all }
    all    = { term }                           those with ~ make one group: any of them
    term   = { "-" | "~" } ( word | phrase | field | "(" either ")" )

Words side by side bind more tightly than `or`. `order:` stands outside all groups and belongs to none.
"""

from typing import NoReturn

from fovea import words
from fovea.library_query import reading
from fovea.library_query.fields import NAMES, ORDER, RANDOM, SIMILAR, Field, find
from fovea.library_query.lexing import Token, Written, tokens_of
from fovea.library_query.nearest import nearest
from fovea.library_query.nodes import Node, Order, Phrase, Query, Term, Word, all_of, either_of, negated
from fovea.library_query.problems import QueryInvalid

MOST_CHARACTERS = 1_000
MOST_TERMS = 60
MOST_DEPTH = 12


def parse(query: str) -> Query:
    """What a query says. Raises `QueryInvalid`."""
    if len(query) > MOST_CHARACTERS:
        raise QueryInvalid(
            f"The search is longer than {MOST_CHARACTERS:,} characters.",
            query=query[: MOST_CHARACTERS + 1],
            column=MOST_CHARACTERS + 1,
            length=1,
            hint="Leave something out.",
        )
    parser = _Parser(query, tokens_of(query))
    wanted = parser.either(depth=0)
    if parser.token is not None:  # only a parenthesis can be left
        parser.refuse(parser.token, "This parenthesis closes nothing.", "Take it away, or write ( before it.")
    if parser.order == Order(SIMILAR) and not _asks_for_likeness(Query(wanted)):
        parser.refuse(
            parser.order_token, "There is nothing to be similar to.", "Add similar: with an image's number."
        )
    return Query(wanted, parser.order)


class _Parser:
    def __init__(self, query: str, tokens: list[Token]) -> None:
        self.query, self.tokens, self.at, self.terms = query, tokens, 0, 0
        self.order: Order | None = None
        self.order_token: Token | None = None

    @property
    def token(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def refuse(self, where: Token | Written | None, message: str, hint: str) -> NoReturn:
        """Raise the problem."""
        column, length = (where.column, where.length) if where else (len(self.query) + 1, 1)
        raise QueryInvalid(message, query=self.query, column=column, length=length, hint=hint)

    def either(self, depth: int) -> Node:
        choices: list[Node | None] = [self._all(depth)]
        last: Token | None = None
        while self.token is not None and self.token.kind == "or":
            last = self.token
            if choices[-1] is None:
                self.refuse(
                    last, "There is nothing before this or.", 'Write a word, or \\or for the word "or".'
                )
            self.at += 1
            choices.append(self._all(depth))
        if choices[-1] is None and last is not None:
            self.refuse(last, "There is nothing behind this or.", 'Write a word, or \\or for the word "or".')
        return either_of([choice if choice is not None else all_of([]) for choice in choices])

    def _all(self, depth: int) -> Node | None:
        """What stands side by side; None when nothing does."""
        wanted: list[Node] = []
        any_of: list[Node] = []
        place: int | None = None
        while self.token is not None and self.token.kind not in {"or", "close"}:
            signed, node = self._term(depth)
            if node is None:
                continue
            if signed:
                place = len(wanted) if place is None else place
                any_of.append(node)
            else:
                wanted.append(node)
        if place is not None:
            wanted.insert(place, either_of(any_of))
        return all_of(wanted) if wanted else None

    def _term(self, depth: int) -> tuple[bool, Node | None]:
        """Whether it had a ~, and the term; no term where an order is given."""
        any_of = opposite = False
        first = sign = self.tokens[self.at]
        while self.token is not None and self.token.kind in {"not", "any"}:
            sign = self.token
            opposite ^= sign.kind == "not"
            any_of |= sign.kind == "any"
            self.at += 1
            behind = self._behind(sign)
            if behind is None or behind.kind in {"or", "close"}:
                letter = self.query[sign.column - 1]
                self.refuse(
                    sign,
                    f"There is nothing behind this {letter}.",
                    f"Write it directly before a word, or \\{letter} for the sign itself.",
                )
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "open":
            node = self._group(token, depth + 1)
        else:
            self.terms += 1
            if self.terms > MOST_TERMS:
                self.refuse(token, f"These are more than {MOST_TERMS} words.", "Leave some out.")
            field = find(token.field.text) if token.field is not None else None
            if field is not None and field.name == ORDER:
                if depth or first is not token:
                    self.refuse(token, "An order belongs to the whole search.", "Write it outside of groups.")
                self._set_order(token, field)
                return False, None
            node = self._leaf(token)
        return any_of, negated(node) if opposite else node

    def _behind(self, sign: Token) -> Token | None:
        """What stands directly behind a sign."""
        token = self.token
        return token if token is not None and token.column == sign.column + 1 else None

    def _group(self, opening: Token, depth: int) -> Node:
        if depth > MOST_DEPTH:
            self.refuse(
                opening, f"Groups are more than {MOST_DEPTH} deep here.", "Write it with fewer groups."
            )
        if self.token is not None and self.token.kind == "close":
            self.refuse(
                opening, "There is nothing in these parentheses.", "Write words between them, or \\( \\)."
            )
        node = self.either(depth)
        if self.token is None:
            self.refuse(
                opening,
                "This parenthesis is not closed.",
                "Write ) where the group ends, or \\( for the sign.",
            )
        self.at += 1
        return node

    def _leaf(self, token: Token) -> Node:
        value = token.value
        assert value is not None  # noqa: S101 - the lexer gives each term one
        if token.field is None:
            return self._phrase(value) if value.quoted else self._word(value)
        field = find(token.field.text)
        if field is None:
            meant = nearest(token.field.text.lower(), NAMES)
            hint = f"Did you mean {meant}:? " if meant else ""
            self.refuse(
                token.field,
                f"There is no field {token.field.text}.",
                f"{hint}A tag with a colon in it is written tag:{token.field.text}:{value.text}",
            )
        self._need_value(field, token)
        try:
            return Term(field.name, reading.read(field, value.parts))
        except reading.CannotReadError as error:
            self.refuse(value, f"{field.name}: cannot be {value.text}.", error.hint)

    def _word(self, value: Written) -> Word:
        if not "".join(value.parts):
            self.refuse(
                value, "A star alone stands for everything.", "Leave it out, or write letters with it."
            )
        if not "".join(value.parts).strip():
            self.refuse(value, "There is only a space behind this \\.", "Write a letter or a sign behind it.")
        try:
            return Word(reading.tag_parts(value.parts))
        except reading.CannotReadError as error:
            self.refuse(value, "This word cannot be looked for.", error.hint)

    def _phrase(self, value: Written) -> Phrase:
        text = " ".join(value.text.split())
        if not words.of_query(text):
            self.refuse(
                value, "There is no word between these quotation marks.", "Write one, or take them away."
            )
        return Phrase(text)

    def _need_value(self, field: Field, token: Token) -> None:
        if token.value is not None and not "".join(token.value.parts).strip():
            if len(token.value.parts) > 1:
                self.refuse(token, f"{field.name}: takes no star alone.", f"For example {field.example}.")
            self.refuse(token, f"{field.name}: has no value.", f"For example {field.example}.")

    def _set_order(self, token: Token, field: Field) -> None:
        self._need_value(field, token)
        if self.order is not None:
            self.refuse(token, "There are two orders.", "Leave one of them out.")
        assert token.value is not None  # noqa: S101 - the lexer gives each term one
        try:
            name, seed = reading.read_order(field, token.value.text)
        except reading.CannotReadError as error:
            self.refuse(token.value, f"order: cannot be {token.value.text}.", error.hint)
        self.order, self.order_token = Order(name, seed if name == RANDOM else None), token


def _asks_for_likeness(query: Query) -> bool:
    return any(isinstance(leaf, Term) and leaf.field == "similar" for leaf in query.leaves())
