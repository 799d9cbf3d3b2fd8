variable "endpoint_url" {
  description = "Address of the endpoint: http://127.0.0.1:4566 for LocalStack."
  type        = string

  validation {
    condition     = can(regex("^https?://[^/ ]+$", var.endpoint_url)) && !strcontains(var.endpoint_url, "amazonaws.com")
    error_message = "Give the address of an endpoint of your own, such as http://127.0.0.1:4566, without a slash at its end. This environment is not for AWS itself: dev and prod are."
  }
}

variable "region" {
  description = "Region that the endpoint pretends to be."
  type        = string
  default     = "us-east-1"
}

variable "name" {
  description = "Name of the installation at the endpoint."
  type        = string
  default     = "fovea-local"
}

variable "generate_secrets" {
  description = "Whether secrets are made by the endpoint; false takes those of given_secrets."
  type        = bool
  default     = true
}

variable "given_secrets" {
  description = "Secrets to use instead; see module secrets."
  type = object({
    service_token     = string
    token_keys        = string
    access_token_keys = string
  })
  default   = null
  ephemeral = true
}
