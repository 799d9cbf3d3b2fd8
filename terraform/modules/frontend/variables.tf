variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "bucket_prefix" {
  description = "Put before the buckets' names, which are unique in the whole world: fovea-dev-123456789012."
  type        = string
}

variable "load_balancer" {
  description = "Where /api goes."
  type        = object({ arn = string, domain_name = string, encrypted = bool })
}

variable "vpc_origin" {
  description = "Whether CloudFront reaches the load balancer inside of the network. False: by its public address."
  type        = bool
  default     = true
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
  description = "Zone of the domain, for its alias records."
  type        = string
  default     = null

  validation {
    condition     = !var.custom_domain || var.zone_id != null
    error_message = "custom_domain is on, but zone_id is missing: name the domain's zone at Route 53."
  }
}

variable "certificate_arn" {
  description = "Certificate of the domain, in us-east-1."
  type        = string
  default     = null

  validation {
    condition     = !var.custom_domain || var.certificate_arn != null
    error_message = "custom_domain is on, but certificate_arn is missing: name a certificate in us-east-1."
  }
}

variable "picture_sources" {
  description = "Where pages may load pictures from besides their own site: Flickr, as in api_server/headers.py."
  type        = list(string)
  default     = ["https://*.staticflickr.com", "https://www.flickr.com", "https://combo.staticflickr.com"]

  validation {
    condition     = alltrue([for source in var.picture_sources : startswith(source, "https://")])
    error_message = "Name picture_sources with https://: browsers refuse others on an encrypted page."
  }
}

variable "price_class" {
  description = "Where CloudFront answers from: PriceClass_100 (North America, Europe), PriceClass_200, PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "Set price_class to PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "web_acl_arn" {
  description = "Web ACL that stands before CloudFront; null for none."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long access logs are kept, in days."
  type        = number
  default     = 90

  validation {
    condition     = var.log_retention_days >= 1
    error_message = "Set log_retention_days to 1 or more."
  }
}

variable "upload_retention_days" {
  description = "How long an uploaded file waits for being taken into the library, in days. The clean-up of files does so after 7."
  type        = number
  default     = 7

  validation {
    condition     = var.upload_retention_days >= 2
    error_message = "Set upload_retention_days to 2 or more: after an outage, uploads of yesterday are still taken in."
  }
}

variable "deletable_with_objects" {
  description = "Whether destroying the environment deletes the buckets' objects too."
  type        = bool
  default     = false
}
