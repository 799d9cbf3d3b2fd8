variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "domain_name" {
  description = "Domain under which browsers reach Fovea: fovea.example.com."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "Give a whole domain in lower-case letters, without https:// and without a slash, such as fovea.example.com."
  }
}

variable "zone_id" {
  description = "Zone at Route 53 in which the domain lies already; null makes one, whose name servers are then to be named at the registrar."
  type        = string
  default     = null

  validation {
    condition     = var.zone_id == null || can(regex("^Z[A-Z0-9]+$", var.zone_id))
    error_message = "Give the id of a hosted zone (Z0123456789ABC), or leave it out to have a zone made."
  }
}

variable "query_log_retention_days" {
  description = "How long questions for the domain are kept, in days. Only of a zone that is made here."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.query_log_retention_days)
    error_message = "Set query_log_retention_days to one that CloudWatch knows, such as 30, 90 or 365."
  }
}
