variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "services" {
  description = "Services that have an image."
  type        = set(string)
  default     = ["api-server", "scheduler", "puller", "ingester", "response-readers"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]*$", service))])
    error_message = "Name at least one service, each in lower-case letters, digits and hyphens."
  }
}

variable "keep_images" {
  description = "How many images of each service are kept: as far back as one can roll back."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_images >= 5
    error_message = "Set keep_images to 5 or more: a roll-back needs the images of before."
  }
}

variable "kms_key_arn" {
  description = "Key that images are encrypted with."
  type        = string
}

variable "deletable_with_images" {
  description = "Whether destroying the environment deletes the images too."
  type        = bool
  default     = false
}
