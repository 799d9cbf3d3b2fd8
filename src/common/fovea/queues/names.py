"""The queues that there are. Terraform makes the same ones on AWS."""

from fovea.messages import CleanupJob, PullJob

QUEUES = (
    "puller",
    "puller-background",
    "puller-response",
    "ingester",
    "ingester-response",
    "images",
    "images-background",
)
DEAD_LETTER_SUFFIX = "-dead-letter"
MOST_RECEIVES = 4  # then SQS moves the message to the dead-letter queue


def queue_of(job: PullJob | CleanupJob) -> str:
    """The queue that the job of a run's item belongs on: pullers ask sources, image ingesters clean up."""
    if isinstance(job, CleanupJob):
        return "images-background"
    return "puller-background" if job.background else "puller"
