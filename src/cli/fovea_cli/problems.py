"""What the command says when it cannot go on."""

import click


class CannotGoOnError(click.ClickException):
    """A problem that the person can do something about: said in one sentence or two, without a traceback."""

    def format_message(self) -> str:
        """The message as click prints it after "Error:"."""
        return str(self.message)
