variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "vpc_id" {
  description = "Network of the load balancer."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets in two zones at least: private ones, or public ones for a public load balancer."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Name subnets in two zones at least: a load balancer wants that."
  }
}

variable "public" {
  description = "Whether it has public addresses. CloudFront reaches a private one by a VPC origin, which is the safer way."
  type        = bool
  default     = false
}

variable "certificate" {
  description = "Certificate for HTTPS; null serves plain HTTP, inside of the network only."
  type        = object({ arn = string })
  default     = null

  validation {
    condition     = var.certificate != null || !var.public
    error_message = "A public load balancer needs a certificate: turn the custom domain on (which brings one), or keep the load balancer private."
  }
}

variable "client_prefix_list_id" {
  description = "List of addresses that may connect: CloudFront's."
  type        = string
}

variable "port" {
  description = "Port on which the tasks listen."
  type        = number
  default     = 8400

  validation {
    condition     = var.port >= 1024 && var.port <= 65535
    error_message = "Set port between 1024 and 65535: tasks do not run as root."
  }
}

variable "log_bucket" {
  description = "Bucket that takes the access logs."
  type        = string
}

variable "deletion_protection" {
  description = "Whether the load balancer refuses to be deleted."
  type        = bool
  default     = true
}

variable "tasks_security_group_id" {
  description = "Security group of the tasks that it sends to."
  type        = string
}
