"""`fovea stop`: end the system that `fovea up` started on a data folder."""

import os
import signal
import time
from pathlib import Path

import click

from fovea_cli.installation import Installation, default_folder
from fovea_cli.problems import CannotGoOnError

POLL_SECONDS = 0.1


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder (FOVEA_DATA_DIR). [default: .fovea]",
)
@click.option("--wait", "seconds", type=click.FloatRange(0), default=90.0, show_default=True,
              help="How long to wait for its end, in seconds.")  # fmt: skip
@click.option(
    "--now",
    is_flag=True,
    help="Do not let services finish what they have begun; it is taken up again at the next start.",
)
def stop(data: Path | None, seconds: float, *, now: bool) -> None:
    """Stop the Fovea that runs on the data folder: services finish what they have in hand, then end.

    Nothing is lost, with --now neither. The exit code is 0 when nothing runs there any more.
    """
    folder = (data or default_folder()).resolve()
    installation = Installation(folder) if folder.exists() else None
    process_id = installation.holder() if installation else None
    if installation is None or process_id is None:
        click.echo(f"No Fovea runs on the data folder {folder}.")
        return
    try:
        os.kill(process_id, signal.SIGTERM)
        if now:
            time.sleep(POLL_SECONDS)  # the second signal counts only after the first was taken
            os.kill(process_id, signal.SIGTERM)
    except ProcessLookupError:
        pass  # it has just ended
    except PermissionError as error:
        message = f"Process {process_id} is somebody else's. Stop it as the user who started it."
        raise CannotGoOnError(message) from error
    deadline = time.monotonic() + seconds
    while installation.holder() == process_id:
        if time.monotonic() > deadline:
            message = (
                f"Fovea (process {process_id}) has not ended within {seconds:g} seconds; it goes on ending. "
                "`fovea stop --now` ends it at once."
            )
            raise CannotGoOnError(message)
        time.sleep(POLL_SECONDS)
    click.echo("Fovea is stopped.")
