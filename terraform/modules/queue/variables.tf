variable "name" {
  description = "Whole name of the queue, with the prefix of the installation: fovea-dev-puller."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]{1,68}$", var.name)) && !endswith(var.name, "-dead-letter")
    error_message = "Give a name of at most 68 lower-case letters, digits and hyphens, without -dead-letter at its end: that queue is made along with it."
  }
}

variable "visibility_timeout_seconds" {
  description = "How long a received message stays hidden. Workers extend it while they work."
  type        = number
  default     = 60

  validation {
    condition     = var.visibility_timeout_seconds >= 2 && var.visibility_timeout_seconds <= 43200
    error_message = "Set visibility_timeout_seconds between 2 and 43200, and as FOVEA_VISIBILITY_TIMEOUT_SECONDS of the workers."
  }
}

variable "max_receive_count" {
  description = "How often a message is received before it moves to the dead-letter queue."
  type        = number
  default     = 4

  validation {
    condition     = var.max_receive_count >= 2 && var.max_receive_count <= 1000
    error_message = "Set max_receive_count to 2 or more: with 1, a worker that is stopped would bury what it had in hand."
  }
}

variable "retention_days" {
  description = "How long a message is kept, in days."
  type        = number
  default     = 14

  validation {
    condition     = var.retention_days >= 1 && var.retention_days <= 14
    error_message = "Set retention_days between 1 and 14, the longest that SQS keeps a message."
  }
}
