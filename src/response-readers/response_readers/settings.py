"""Settings of the response readers."""

from pydantic import Field

from fovea.settings import InternalApiSettings, WorkerSettings


class ResponseReadersSettings(WorkerSettings, InternalApiSettings):
    """What the response readers need: two queues to read and the internal API to tell."""

    reader_most: int = Field(200, ge=1, le=5_000, description="Responses reported together at most.")
    reader_gather_seconds: float = Field(
        0.25, ge=0, le=5, description="How long responses are gathered after the first has come."
    )
