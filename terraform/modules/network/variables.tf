variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "cidr" {
  description = "Private address range of the network."
  type        = string
  default     = "10.40.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 22, false)
    error_message = "Give a network between /16 and /22, such as 10.40.0.0/16: a smaller one (a /30, say) has no room for three subnets in each zone."
  }

  validation {
    condition     = can(regex("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.)", var.cidr))
    error_message = "Give a private network, inside of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16: public addresses belong to somebody else."
  }
}

variable "zones" {
  description = "Availability zones to spread over."
  type        = list(string)

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 4 && length(distinct(var.zones)) == length(var.zones)
    error_message = "Name two to four different availability zones, such as [\"us-west-2a\", \"us-west-2b\"]: the database and the load balancer want two at least."
  }
}

variable "egress" {
  description = "How tasks reach Flickr and AWS: nat_per_zone (survives the loss of a zone), nat_single (one gateway, cheaper), or none (AWS through endpoints only; pullers cannot work)."
  type        = string
  default     = "nat_single"

  validation {
    condition     = contains(["nat_per_zone", "nat_single", "none"], var.egress)
    error_message = "Set egress to nat_per_zone, nat_single or none."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached by private endpoints: sqs, secretsmanager, ssm, ecr.api, ecr.dkr, logs, kms. Each costs by the hour and zone, and saves NAT traffic."
  type        = set(string)
  default     = []

  validation {
    condition     = length(setsubtract(var.interface_endpoints, ["sqs", "secretsmanager", "ssm", "ecr.api", "ecr.dkr", "logs", "kms"])) == 0
    error_message = "Name only endpoints that Fovea uses: sqs, secretsmanager, ssm, ecr.api, ecr.dkr, logs, kms."
  }
}

variable "flow_log_retention_days" {
  description = "How long the network's flow logs are kept, in days."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827], var.flow_log_retention_days)
    error_message = "Set flow_log_retention_days to one that CloudWatch knows, such as 30, 90 or 365."
  }
}

variable "kms_key_arn" {
  description = "Key that the flow logs are encrypted with."
  type        = string
}
