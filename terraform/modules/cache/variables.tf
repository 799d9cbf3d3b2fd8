variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "vpc_id" {
  description = "Network that the cache lies in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets that nodes are placed in."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 1
    error_message = "Name the isolated subnets of the network."
  }
}

variable "client_security_group_ids" {
  description = "Security groups that may connect, by a name for each."
  type        = map(string)
}

variable "node_type" {
  description = "Size of a node."
  type        = string
  default     = "cache.t4g.micro"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "Give a node type of ElastiCache, such as cache.t4g.micro or cache.m7g.large."
  }
}

variable "nodes" {
  description = "One primary and so many replicas less one. With two or more, another zone takes over by itself."
  type        = number
  default     = 1

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 6
    error_message = "Set nodes between 1 and 6."
  }
}

variable "engine_version" {
  description = "Version of Valkey."
  type        = string
  default     = "8.0"

  validation {
    condition     = can(regex("^(7\\.2|8\\.[0-9]+)$", var.engine_version))
    error_message = "Set engine_version to 7.2 or 8.x: older ones cannot check who connects by IAM."
  }
}

variable "snapshot_days" {
  description = "How many daily snapshots are kept; 0 for none. The cache holds sessions, which are lost without."
  type        = number
  default     = 1

  validation {
    condition     = var.snapshot_days >= 0 && var.snapshot_days <= 35
    error_message = "Set snapshot_days between 0 and 35."
  }
}

variable "kms_key_arn" {
  description = "Key that data and snapshots are encrypted with."
  type        = string
}
