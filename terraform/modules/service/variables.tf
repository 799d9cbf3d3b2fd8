variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "service" {
  description = "Name of the service: puller."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,24}$", var.service))
    error_message = "Give a service name of at most 25 lower-case letters, digits and hyphens."
  }
}

variable "module_name" {
  description = "What is run: the module behind `python -m`."
  type        = string

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_.]*$", var.module_name))
    error_message = "Give a Python module, such as puller or api_server.migrate."
  }
}

variable "one_off" {
  description = "Whether this is a task that somebody starts (the migration), and not a service that always runs."
  type        = bool
  default     = false
}

variable "image" {
  description = "Image with its tag. Later ones are rolled out by terraform/scripts/deliver.py, not by Terraform."
  type        = string

  validation {
    condition     = can(regex("^[^:@ ]+[:@][^ ]+$", var.image)) && !endswith(var.image, ":latest")
    error_message = "Give an image with a tag that says which one it is (a commit), never :latest: otherwise nobody knows what runs or what to go back to."
  }
}

variable "repository_arn" {
  description = "Repository that the image is in."
  type        = string
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one core."
  type        = number
  default     = 256

  validation {
    condition     = contains([256, 512, 1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "Fargate has 256, 512, 1024, 2048, 4096, 8192 or 16384 CPU units."
  }
}

variable "memory_mb" {
  description = "Memory of a task, in MB."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mb >= 2 * var.cpu && var.memory_mb <= 8 * var.cpu && (var.memory_mb == 512 || var.memory_mb % 1024 == 0)
    error_message = "Fargate wants memory between two and eight times the CPU units, in steps of 1024 MB (512 MB with 256 units), such as 256 and 512 or 1024 and 4096."
  }
}

variable "architecture" {
  description = "Processors that the image is built for."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.architecture)
    error_message = "Set architecture to X86_64 or ARM64, as the images are built."
  }
}

variable "environment" {
  description = "Settings by environment variable, as docs/settings.md names them."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.environment), ["FOVEA_DATABASE_URL", "FOVEA_DATABASE_ADMINISTRATOR", "FOVEA_SERVICE_TOKEN", "FOVEA_TOKEN_KEYS", "FOVEA_ACCESS_TOKEN_KEYS", "FLICKR_API_KEY", "FLICKR_API_SECRET"])) == 0 && alltrue([for name in keys(var.environment) : !can(regex("_(API_KEY|SEARCH_KEY|CLIENT_SECRET)$", name))])
    error_message = "That setting is a secret: name where it is kept in `secrets`, so that it is not readable in the task definition."
  }
}

variable "secrets" {
  description = "Where secrets and parameters are, by environment variable: ARNs of Secrets Manager (with :KEY:: where one key is meant) or of Parameter Store."
  type        = map(string)
  default     = {}
}

variable "kms_key_arn" {
  description = "Key that secrets and logs are encrypted with."
  type        = string
}

variable "sends_to" {
  description = "Queues that the service sends to, by name."
  type        = map(object({ arn = string, dead_letter_arn = string }))
  default     = {}
}

variable "receives_from" {
  description = "Queues that the service reads, by name; it may bury messages in their dead-letter queues."
  type        = map(object({ arn = string, dead_letter_arn = string, name = string }))
  default     = {}
}

variable "counts" {
  description = "Queues whose depth the service asks for, by name."
  type        = map(object({ arn = string, dead_letter_arn = string }))
  default     = {}
}

variable "cache_arns" {
  description = "The cache and its user, where the service connects to it."
  type        = list(string)
  default     = []
}

variable "searches_on" {
  description = "Indices of OpenSearch that the service makes, writes and reads: ARNs of theirs, by a name for each."
  type        = map(string)
  default     = {}
}

variable "keeps_in" {
  description = "Buckets whose objects the service reads, writes and deletes: ARNs by a name for each."
  type        = map(string)
  default     = {}
}

variable "reaches_web" {
  description = "Whether the service fetches what lies at addresses of strangers, which may be without TLS (port 80)."
  type        = bool
  default     = false
}

variable "cluster" {
  description = "Cluster that the service runs on."
  type        = object({ name = string, arn = string })
}

variable "vpc_id" {
  description = "Network of the tasks."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
}

variable "reaches" {
  description = "What the tasks connect to besides HTTPS, by a name for each: a port of a security group."
  type        = map(object({ port = number, security_group_id = string }))
  default     = {}
}

variable "reached_by" {
  description = "Who connects to the tasks, by a name for each: a security group to a port."
  type        = map(object({ port = number, security_group_id = string }))
  default     = {}
}

variable "health_port" {
  description = "Port of /health/live inside of the container; null for a one-off task."
  type        = number
  default     = null

  validation {
    condition     = var.one_off || var.health_port != null
    error_message = "Name the port on which the service answers /health/live (FOVEA_HEALTH_PORT): without a health check, a stuck task is never replaced."
  }
}

variable "ports" {
  description = "Ports that the container listens on."
  type        = set(number)
  default     = []
}

variable "target_group" {
  description = "Target group of the load balancer and the port that it sends to; null for a service that the public does not reach."
  type        = object({ arn = string, port = number })
  default     = null
}

variable "namespace" {
  description = "Namespace in which the service is found by its name; null for one that nobody calls."
  type        = object({ id = string })
  default     = null
}

variable "tasks" {
  description = "How many tasks run: at least, at most. At least 0 lets a worker stop while its queues are empty."
  type        = object({ min = number, max = number })
  default     = { min = 1, max = 1 }

  validation {
    condition     = var.tasks.min >= 0 && var.tasks.max >= 1 && var.tasks.min <= var.tasks.max
    error_message = "Set tasks.max to 1 or more, and tasks.min between 0 and tasks.max."
  }

  validation {
    condition     = var.tasks.min > 0 || var.scaling.backlog_per_task != null
    error_message = "Only a worker that scales by its backlog may have no task (tasks.min = 0): nothing would start another service again."
  }
}

variable "scaling" {
  description = "By what the number of tasks follows, where min and max differ: messages waiting for each task; CPU in percent; requests a minute of each task (with the load balancer's label)."
  type = object({
    backlog_per_task = optional(number)
    cpu_percent      = optional(number)
    requests         = optional(object({ per_task = number, label = string }))
  })
  default = {}

  validation {
    condition     = var.scaling.cpu_percent == null || try(var.scaling.cpu_percent >= 10 && var.scaling.cpu_percent <= 90, false)
    error_message = "Set scaling.cpu_percent between 10 and 90: above, tasks are too busy before others come to help."
  }

  validation {
    condition     = var.scaling.backlog_per_task == null || length(var.receives_from) > 0
    error_message = "Only a service that reads queues (receives_from) can follow their backlog."
  }
}

variable "spot_share" {
  description = "Part of the tasks that may run on spare capacity, which is cheaper and can be taken away with two minutes' notice: 0 to 1."
  type        = number
  default     = 0

  validation {
    condition     = var.spot_share >= 0 && var.spot_share <= 1
    error_message = "Set spot_share between 0 (none) and 1 (all tasks)."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "Set log_retention_days to one that CloudWatch knows, such as 30, 90 or 365."
  }
}
