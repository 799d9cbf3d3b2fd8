variable "region" {
  description = "Region of AWS."
  type        = string
  default     = "us-west-2"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Give a region of AWS, such as us-west-2 or eu-central-1."
  }
}

variable "zones" {
  description = "Letters of the availability zones to spread over."
  type        = list(string)
  default     = ["a", "b"]

  validation {
    condition     = alltrue([for zone in var.zones : can(regex("^[a-f]$", zone))])
    error_message = "Give the letters of zones in the region, such as [\"a\", \"b\"]."
  }
}

variable "network_cidr" {
  description = "Private address range of the network, between /16 and /22."
  type        = string
  default     = "10.41.0.0/16"
}

variable "image_tag" {
  description = "Tag of the images that task definitions name when Terraform makes them. terraform/scripts/deliver.py rolls out later ones."
  type        = string
  default     = "first"
}

variable "custom_domain" {
  description = "Whether Fovea has a domain of its own; without, it is found under CloudFront's."
  type        = bool
  default     = false
}

variable "domain_name" {
  description = "The domain: dev.fovea.example.com. Needed where custom_domain is on."
  type        = string
  default     = null

  validation {
    condition     = !var.custom_domain || var.domain_name != null
    error_message = "custom_domain is on, but domain_name is missing: name the domain (fovea.example.com), or set custom_domain to false."
  }
}

variable "zone_id" {
  description = "Zone at Route 53 in which the domain lies already; null makes one."
  type        = string
  default     = null
}

variable "vpc_origin" {
  description = "Whether CloudFront reaches the load balancer inside of the network; see module system."
  type        = bool
  default     = true
}

variable "protected" {
  description = "Whether what holds data refuses to be deleted."
  type        = bool
  default     = false
}

variable "database_client_cidrs" {
  description = "Private address ranges, such as a VPN's, from which operators may reach the database."
  type        = list(string)
  default     = []
}

variable "alarm_recipients" {
  description = "Who is told by e-mail, by severity."
  type = object({
    critical = optional(set(string), [])
    warning  = optional(set(string), [])
  })
  default = {}
}

variable "monthly_budget_usd" {
  description = "What the account may cost a month, in US dollars, before a mail comes."
  type        = number
  default     = 150
}

variable "image_search" {
  description = "Where fingerprints of images are searched: backend memory or opensearch (a single small instance); see module search and docs/operations.md."
  type = object({
    backend              = optional(string, "memory")
    engine_version       = optional(string, "2.19")
    instance_type        = optional(string, "t3.small.search")
    instances            = optional(number, 1)
    zones                = optional(number, 1)
    master_instance_type = optional(string)
    storage_gb           = optional(number, 10)
  })
  default = {}

  validation {
    condition     = contains(["memory", "opensearch"], var.image_search.backend)
    error_message = "Set image_search.backend to memory, or to opensearch for a library that has outgrown the memory of a task."
  }
}

variable "delivery" {
  description = "How new versions get here; see module delivery. Method none, github or codepipeline."
  type = object({
    method         = optional(string, "none")
    repository     = optional(string)
    branch         = optional(string, "main")
    connection_arn = optional(string)
    oidc_provider  = optional(string)
  })
  default = {}
}

variable "generate_secrets" {
  description = "Whether secrets are made by Secrets Manager; false takes those of given_secrets."
  type        = bool
  default     = true
}

variable "given_secrets" {
  description = "Secrets of an installation that moves in; see module secrets. They are in no plan and no state."
  type = object({
    service_token     = string
    token_keys        = string
    access_token_keys = string
    database_password = string
  })
  default   = null
  ephemeral = true
}

variable "secret_versions" {
  description = "Raise a number to have that secret made anew; see docs/operations.md."
  type = object({
    service_token     = optional(number, 1)
    token_keys        = optional(number, 1)
    access_token_keys = optional(number, 1)
    database_url      = optional(number, 1)
  })
  default = {}
}

variable "source_keys" {
  description = "Keys that are in the secret of the sources, by their settings (docs/settings.md): TUMBLR_API_KEY. Put them there first; services that want a key which is not there don't start."
  type        = set(string)
  default     = []
}
