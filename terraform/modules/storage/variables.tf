variable "name" {
  description = "Name of the bucket, unique in the whole world: fovea-dev-123456789012-site."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "Give a bucket name of 3 to 63 lower-case letters, digits and hyphens, such as fovea-dev-123456789012-site."
  }
}

variable "versioned" {
  description = "Whether what is replaced or deleted can be brought back."
  type        = bool
  default     = true
}

variable "keep_old_versions_days" {
  description = "How long replaced and deleted objects can be brought back, in days."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_old_versions_days >= 1
    error_message = "Set keep_old_versions_days to 1 or more."
  }
}

variable "keep_days" {
  description = "After how many days objects are deleted; null keeps them."
  type        = number
  default     = null

  validation {
    condition     = var.keep_days == null || try(var.keep_days >= 1, false)
    error_message = "Set keep_days to 1 or more, or leave it out to keep objects."
  }
}

variable "keep_parts_days" {
  description = "After how many days the objects of one part of the bucket are deleted, by that part: { \"incoming/\" = 7 }."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for part, days in var.keep_parts_days : can(regex("^[a-z-]+/$", part)) && days >= 1])
    error_message = "Name parts with a slash at their end, such as incoming/, and set the days of each in keep_parts_days to 1 or more."
  }
}

variable "kms_key_arn" {
  description = "Key that objects are encrypted with; null takes S3's own key, which CloudFront and log deliveries can use."
  type        = string
  default     = null
}

variable "takes_logs_of" {
  description = "Whose logs are delivered here: cloudfront, load_balancer, or nobody's."
  type        = string
  default     = null

  validation {
    condition     = var.takes_logs_of == null || try(contains(["cloudfront", "load_balancer"], var.takes_logs_of), false)
    error_message = "Set takes_logs_of to cloudfront or load_balancer, or leave it out."
  }
}

variable "log_bucket" {
  description = "Bucket that accesses to this one are logged to; null logs none."
  type        = object({ name = string })
  default     = null
}

variable "readers" {
  description = "CloudFront distributions that may read, by the part of the bucket: { \"*\" = arn }."
  type        = map(string)
  default     = {}
}

variable "deletable_with_objects" {
  description = "Whether destroying the environment deletes the bucket's objects too."
  type        = bool
  default     = false
}
