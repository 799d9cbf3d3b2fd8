"""The loop that every queue consumer runs: receive, handle, and only then remove."""

from fovea.worker.outcomes import Bury, Outcomes, Retry
from fovea.worker.worker import Worker

__all__ = ["Bury", "Outcomes", "Retry", "Worker"]
