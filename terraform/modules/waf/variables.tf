variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "requests_per_five_minutes" {
  description = "Requests of one address in five minutes, above which it is blocked. Fovea itself limits more finely."
  type        = number
  default     = 6000

  validation {
    condition     = var.requests_per_five_minutes >= 100 && var.requests_per_five_minutes <= 2000000000
    error_message = "Set requests_per_five_minutes to 100 or more: WAF counts no finer."
  }
}

variable "log_retention_days" {
  description = "How long blocked requests are kept, in days."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "Set log_retention_days to one that CloudWatch knows, such as 30, 90 or 365."
  }
}
