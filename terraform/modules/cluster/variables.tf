variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "vpc_id" {
  description = "Network in which services find each other by name."
  type        = string
}

variable "container_insights" {
  description = "Whether CloudWatch counts tasks and measures each service. Scaling by backlog and the dashboards read it."
  type        = string
  default     = "enabled"

  validation {
    condition     = contains(["enabled", "enhanced"], var.container_insights)
    error_message = "Set container_insights to enabled or enhanced: without it, scaling by backlog does not know how many tasks there are."
  }
}
