variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,16}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 18 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev: longer ones do not fit into all names that AWS takes."
  }
}

variable "environment" {
  description = "Name of the environment, a dimension of every metric: dev, prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.environment))
    error_message = "Give a short name in lower-case letters, such as dev or prod."
  }
}

variable "image_tag" {
  description = "Tag of the images that the first task definitions name. Later ones are rolled out by terraform/scripts/deliver.py."
  type        = string
  default     = "first"
}

variable "architecture" {
  description = "Processors that the images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
}

variable "network" {
  description = "Address range, zones and ways out; see module network."
  type = object({
    cidr                = optional(string, "10.40.0.0/16")
    zones               = list(string)
    egress              = optional(string, "nat_single")
    interface_endpoints = optional(set(string), [])
  })
}

variable "custom_domain" {
  description = "Whether Fovea has a domain of its own; without, it is found under CloudFront's."
  type        = bool
  default     = false
}

variable "domain_name" {
  description = "The domain: fovea.example.com."
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
  description = "Whether CloudFront reaches the load balancer inside of the network. False, for endpoints that know no VPC origins, makes it public, which needs a custom domain."
  type        = bool
  default     = true

  validation {
    condition     = var.vpc_origin || var.custom_domain
    error_message = "Without a VPC origin the load balancer is public and needs a certificate: turn custom_domain on and name the domain, or set vpc_origin to true."
  }
}

variable "waf_enabled" {
  description = "Whether a web application firewall stands before CloudFront."
  type        = bool
  default     = false
}

variable "database" {
  description = "Size and safety of the database; see module database."
  type = object({
    engine_version       = optional(string, "10.11")
    instance_class       = optional(string, "db.t4g.small")
    storage_gb           = optional(number, 20)
    max_storage_gb       = optional(number, 200)
    multi_az             = optional(bool, false)
    backup_days          = optional(number, 7)
    performance_insights = optional(bool, false)
    client_cidrs         = optional(list(string), [])
    certificate_file     = optional(string)
  })
  default = {}
}

variable "cache" {
  description = "Size of the cache; see module cache."
  type = object({
    node_type     = optional(string, "cache.t4g.micro")
    nodes         = optional(number, 1)
    snapshot_days = optional(number, 1)
  })
  default = {}
}

variable "image_search" {
  description = "Where fingerprints of images are searched: in the memory of each task (memory), or on a cluster, for libraries that outgrow that (opensearch); see module search."
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
    error_message = "Set image_search.backend to memory or opensearch."
  }
}

variable "services" {
  description = "Size and number of each service's tasks: api-server, scheduler, puller, ingester, image-ingester, response-readers. What is left out has one small task."
  type = map(object({
    cpu              = optional(number, 256)
    memory_mb        = optional(number, 512)
    min              = optional(number, 1)
    max              = optional(number, 1)
    spot_share       = optional(number, 0)
    backlog_per_task = optional(number)
    settings         = optional(map(string), {})
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.services), ["api-server", "scheduler", "puller", "ingester", "image-ingester", "response-readers"])) == 0
    error_message = "There is no service of that name: Fovea has api-server, scheduler, puller, ingester, image-ingester and response-readers."
  }
}

variable "protected" {
  description = "Whether what holds data refuses to be deleted, and can be brought back for a while when it was."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 30
}

variable "alarms" {
  description = "Whom alarms tell, and whether they do; see module observability."
  type = object({
    enabled  = optional(bool, true)
    critical = optional(set(string), [])
    warning  = optional(set(string), [])
  })
  default = {}
}

variable "monthly_budget_usd" {
  description = "What the account may cost a month, in US dollars, before a mail comes."
  type        = number
}

variable "delivery" {
  description = "How new versions get here: see module delivery. Method none, github or codepipeline."
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
  description = "Raise a number to have that secret made anew; see module secrets."
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
