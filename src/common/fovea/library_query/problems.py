"""What is wrong with a query, and where."""

from fovea.errors import FoveaError


class QueryInvalid(FoveaError):
    """The query cannot be understood. `column` counts from 1, `length` in characters; `hint` says what to
    write instead.
    """

    status, code, title = 400, "query_invalid", "The search cannot be understood"

    def __init__(self, message: str, *, query: str, column: int, length: int, hint: str) -> None:
        self.message, self.column, self.length, self.hint = message, column, max(1, length), hint
        detail = f"{message} {hint}\n{pointed_at(query, column, length)}"
        super().__init__(detail, column=column, length=self.length, hint=hint)


def pointed_at(query: str, column: int, length: int) -> str:
    """Two lines: the query, and carets under what is meant."""
    line = "".join(" " if letter.isspace() else letter for letter in query)
    return f"{line}\n{' ' * (column - 1)}{'^' * max(1, length)}"
