"""The queues that there are. Terraform makes the same ones on AWS."""

QUEUES = ("puller", "puller-background", "puller-response", "ingester", "ingester-response", "images")
DEAD_LETTER_SUFFIX = "-dead-letter"
MOST_RECEIVES = 4  # then SQS moves the message to the dead-letter queue
