variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "environment" {
  description = "Name of the environment, as the services send it along with their metrics (FOVEA_ENVIRONMENT)."
  type        = string
}

variable "watched" {
  description = "What is watched: names and ids as CloudWatch knows them."
  type = object({
    queue_prefix             = string
    cluster_name             = string
    api_server_service       = string
    scheduler_service        = string
    puller_service           = string
    ingester_service         = string
    image_ingester_service   = string
    response_readers_service = string
    load_balancer            = string
    target_group             = string
    database_id              = string
    cache_id                 = string
    distribution_id          = string
    search_domain            = optional(string, "none")
  })
}

variable "recipients" {
  description = "Who is told by e-mail, by severity: critical (somebody must act now), warning (somebody should look today)."
  type = object({
    critical = optional(set(string), [])
    warning  = optional(set(string), [])
  })
  default = {}

  validation {
    condition     = alltrue([for address in setunion(var.recipients.critical, var.recipients.warning) : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", address))])
    error_message = "Name recipients by their e-mail addresses. Each confirms by a mail that AWS sends."
  }
}

variable "alarms_enabled" {
  description = "Whether alarms tell anybody. Off while an environment is being built."
  type        = bool
  default     = true
}

variable "alarms_left_out" {
  description = "Alarms that make no sense here, by name: no-puller where pullers may sleep."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.alarms_left_out, keys(jsondecode(file("${path.module}/alarms.json"))))) == 0
    error_message = "There is no alarm of that name: alarms.json has them all."
  }
}

variable "monthly_budget_usd" {
  description = "What the account may cost a month, in US dollars; a mail comes when a month is going to cost more."
  type        = number

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "Set monthly_budget_usd to what you are ready to pay, above 0."
  }
}

variable "kms_key_arn" {
  description = "Key that messages to people are encrypted with."
  type        = string
}
