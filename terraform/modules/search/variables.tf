variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,19}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 21 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "vpc_id" {
  description = "Network that the cluster lies in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets that instances are placed in, one a zone."
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

variable "client_role_arns" {
  description = "Roles that may search and feed, by a name for each."
  type        = map(string)

  validation {
    condition     = length(var.client_role_arns) >= 1 && alltrue([for arn in values(var.client_role_arns) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", arn))])
    error_message = "Name the roles (arn:aws:iam::...:role/...) that may search: never everybody, never users."
  }
}

variable "administrator" {
  description = "Name of the one of client_role_arns that is the cluster's master user: who makes the index."
  type        = string
  default     = "api-server"

  validation {
    condition     = contains(keys(var.client_role_arns), var.administrator)
    error_message = "The administrator is one of client_role_arns: name one of them."
  }
}

variable "engine_version" {
  description = "Version of OpenSearch."
  type        = string
  default     = "2.19"

  validation {
    condition     = can(regex("^(2\\.(1[1-9]|[2-9][0-9])|3\\.[0-9]+)$", var.engine_version))
    error_message = "Set engine_version to 2.11 or newer: older ones lack what the module sets up."
  }
}

variable "instance_type" {
  description = "Size of an instance. Hashes that are searched should fit into the memory that the JVM (half of it) leaves: about 300 bytes an image and copy."
  type        = string
  default     = "t3.small.search"

  validation {
    condition     = can(regex("^[a-z0-9]+\\.[a-z0-9]+\\.search$", var.instance_type))
    error_message = "Give an instance type of OpenSearch Service, such as t3.small.search or r7g.large.search."
  }
}

variable "instances" {
  description = "How many instances hold data."
  type        = number
  default     = 1

  validation {
    condition     = var.instances >= 1 && var.instances <= 40 && var.instances % var.zones == 0
    error_message = "Set instances between 1 and 40, as many in each zone: a multiple of zones."
  }
}

variable "zones" {
  description = "How many zones the instances are spread over. With two or three, the loss of one is survived."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2, 3], var.zones)
    error_message = "Set zones to 1, 2 or 3."
  }
}

variable "master_instance_type" {
  description = "Size of three instances that only keep the cluster together; null has the others do that."
  type        = string
  default     = null

  validation {
    condition     = var.master_instance_type == null || can(regex("^[a-z0-9]+\\.[a-z0-9]+\\.search$", var.master_instance_type))
    error_message = "Give an instance type of OpenSearch Service, such as m7g.medium.search, or null."
  }
}

variable "storage_gb" {
  description = "Storage of each instance: about 2 KB an image and copy."
  type        = number
  default     = 10

  validation {
    condition     = var.storage_gb >= 10 && var.storage_gb <= 3000
    error_message = "Set storage_gb between 10 and 3000."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that what is stored and its logs are encrypted with."
  type        = string
}
