variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "generate" {
  description = "Whether secrets are made here, by Secrets Manager. False takes those of `given`: when an older installation moves in."
  type        = bool
  default     = true
}

variable "given" {
  description = "Secrets to use instead of made ones. They go to Secrets Manager and nowhere else: not into plans, not into state."
  type = object({
    service_token     = string
    token_keys        = string
    access_token_keys = string
    database_password = optional(string, "")
  })
  default   = null
  ephemeral = true

  validation {
    condition     = var.generate || var.given != null
    error_message = "Give the secrets in `given`, or set generate to true to have them made."
  }

  validation {
    condition     = var.given == null || try(length(var.given.service_token) >= 32, false)
    error_message = "The service token is too short: give 32 characters or more, such as those of `openssl rand -hex 32`."
  }

  validation {
    condition     = var.given == null || try(alltrue([for key in split(",", var.given.token_keys) : can(regex("^[A-Za-z0-9._-]{1,255}:[A-Za-z0-9+/]{43}=$", trimspace(key)))]), false)
    error_message = "A token key has a wrong length: give name:base64 of exactly 32 bytes, comma separated, such as first:$(openssl rand -base64 32)."
  }

  validation {
    condition     = var.given == null || try(alltrue([for key in split(",", var.given.access_token_keys) : can(regex("^[A-Za-z0-9._-]{1,255}:(HS256|Ed25519):[A-Za-z0-9+/]{43}=$", trimspace(key)))]), false)
    error_message = "An access token key has a wrong shape: give name:HS256:base64 of exactly 32 bytes (or name:Ed25519:...), comma separated, such as first:HS256:$(openssl rand -base64 32)."
  }

  validation {
    condition     = var.given == null || var.database == null || try(can(regex("^[A-Za-z0-9]{16,}$", var.given.database_password)), false)
    error_message = "Give a database password of 16 letters and digits or more: other signs would have to be escaped in an address."
  }
}

variable "versions" {
  description = "Raise a number to have that secret made (or taken from `given`) anew. Then run the migration (for the database) and roll out."
  type = object({
    service_token     = optional(number, 1)
    token_keys        = optional(number, 1)
    access_token_keys = optional(number, 1)
    database_url      = optional(number, 1)
  })
  default = {}

  validation {
    condition     = alltrue([for number in values(var.versions) : number >= 1 && floor(number) == number])
    error_message = "Versions are whole numbers from 1 upward."
  }
}

variable "database" {
  description = "Where the database is that services log in to, with the file of its certificate authority inside the images (null encrypts without checking who answers). Null: no database here."
  type = object({
    host             = string
    port             = number
    name             = string
    certificate_file = optional(string)
  })
  default = null
}

variable "parameters" {
  description = "Settings that are no secrets, by the name of their environment variable. Kept in Parameter Store, where operators see what services run with."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.parameters : can(regex("^FOVEA_[A-Z0-9_]+$", name)) && value != ""])
    error_message = "Parameters are named like settings (FOVEA_QUEUE_PREFIX) and have a value; see docs/settings.md."
  }

  validation {
    condition     = length(setintersection(keys(var.parameters), ["FOVEA_DATABASE_URL", "FOVEA_SERVICE_TOKEN", "FOVEA_TOKEN_KEYS", "FOVEA_ACCESS_TOKEN_KEYS", "FLICKR_API_KEY", "FLICKR_API_SECRET"])) == 0
    error_message = "That setting is a secret: it belongs in Secrets Manager, not in a parameter."
  }
}

variable "source_keys" {
  description = "Keys that are in the secret of the sources, by their settings (docs/settings.md): TUMBLR_API_KEY. Put them there first; services that want a key which is not there don't start."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.source_keys : can(regex("^[A-Z0-9]+_(LOGIN|USER_ID|API_KEY|SEARCH_KEY|SEARCH_ENGINE|CLIENT_ID|CLIENT_SECRET|SESSION|COOKIE_[AB]|BEARER_TOKEN)$", name)) && !startswith(name, "FLICKR_")])
    error_message = "Name settings of sources' keys, such as TUMBLR_API_KEY; docs/settings.md lists them. Flickr's have a secret of their own."
  }
}

variable "recovery_days" {
  description = "How long a deleted secret can be brought back, in days: 0, or 7 to 30. The key waits for 7 at least."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "Set recovery_days to 0 (deleted at once) or between 7 and 30."
  }
}
