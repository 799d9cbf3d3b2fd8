variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "vpc_id" {
  description = "Network that the database lies in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets in two zones at least, best without a way to the internet."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Name subnets in two zones at least: RDS wants a second place even where it uses one."
  }
}

variable "client_security_group_ids" {
  description = "Security groups that may connect, by a name for each. Only the API server, the ingester and the migration should be here."
  type        = map(string)
}

variable "client_cidrs" {
  description = "Private address ranges that may connect besides, such as a VPN's."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([
      for cidr in var.client_cidrs : can(cidrhost(cidr, 0)) && can(regex("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.)", cidr)) && try(tonumber(split("/", cidr)[1]) >= 12, false)
    ])
    error_message = "The database is never open to public addresses: name private ranges only (inside of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, /12 or smaller), such as that of a VPN."
  }
}

variable "engine_version" {
  description = "Version of MariaDB. 10.11 is what the tests run on."
  type        = string
  default     = "10.11"

  validation {
    condition     = can(regex("^(10\\.11|11\\.4)(\\.[0-9]+)?$", var.engine_version))
    error_message = "Set engine_version to 10.11 or 11.4 (RDS's versions with long support), with or without a third number."
  }
}

variable "instance_class" {
  description = "Size of the database's instances."
  type        = string
  default     = "db.t4g.small"

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "Give an instance class of RDS, such as db.t4g.small or db.r7g.large."
  }
}

variable "storage_gb" {
  description = "Storage to begin with, in GB."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gb >= 20 && var.storage_gb <= 65536
    error_message = "Set storage_gb to 20 or more, the smallest that gp3 has."
  }
}

variable "max_storage_gb" {
  description = "Storage that RDS may grow to by itself, in GB."
  type        = number
  default     = 200

  validation {
    condition     = var.max_storage_gb >= ceil(var.storage_gb * 1.26)
    error_message = "Set max_storage_gb at least 26 % above storage_gb: otherwise storage cannot grow by itself and a full disc stops everything."
  }
}

variable "multi_az" {
  description = "Whether a second instance stands by in another zone."
  type        = bool
  default     = false
}

variable "backup_days" {
  description = "How many days back the database can be restored to any second."
  type        = number
  default     = 7

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "Set backup_days between 1 and 35: 0 would switch backups off."
  }
}

variable "deletion_protection" {
  description = "Whether the database refuses to be deleted, and leaves a last snapshot when it is."
  type        = bool
  default     = true
}

variable "performance_insights" {
  description = "Whether RDS keeps its Performance Insights of the last seven days. db.t4g.micro and db.t4g.small have none."
  type        = bool
  default     = false

  validation {
    condition     = !var.performance_insights || !can(regex("\\.(micro|small)$", var.instance_class))
    error_message = "RDS has no Performance Insights for instances of size micro or small: take a larger instance_class, or set performance_insights to false."
  }
}

variable "max_connections" {
  description = "Connections that the database takes; null leaves it to RDS, which goes by memory."
  type        = number
  default     = null

  validation {
    condition     = var.max_connections == null || try(var.max_connections >= 50 && var.max_connections <= 16000, false)
    error_message = "Set max_connections between 50 and 16000, or leave it out."
  }
}

variable "kms_key_arn" {
  description = "Key that data, backups, insights and the administrator's password are encrypted with."
  type        = string
}
