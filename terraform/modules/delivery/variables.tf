variable "name" {
  description = "Name of the installation, put before the names of all that is made: fovea-dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "Give a name of 3 to 24 lower-case letters, digits and hyphens that begins with a letter, such as fovea-dev."
  }
}

variable "method" {
  description = "Who delivers: codepipeline (AWS builds and rolls out each commit of the branch), github (a role that GitHub Actions takes), none (people, with terraform/scripts)."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["codepipeline", "github", "none"], var.method)
    error_message = "Set method to codepipeline, github or none."
  }
}

variable "repository" {
  description = "Repository at GitHub: owner/name."
  type        = string
  default     = null

  validation {
    condition     = var.method == "none" || can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "Name the repository as owner/name, or set method to none."
  }
}

variable "branch" {
  description = "Branch whose commits are delivered."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9_./-]+$", var.branch))
    error_message = "Name one branch, without a pattern: whoever can push to it delivers."
  }
}

variable "connection_arn" {
  description = "Connection of AWS to the repository, made and confirmed once by hand. For method codepipeline."
  type        = string
  default     = null

  validation {
    condition     = var.method != "codepipeline" || can(regex("^arn:[^:]+:code(star-)?connections:", var.connection_arn))
    error_message = "codepipeline needs connection_arn: make a connection to GitHub under Developer Tools > Connections, confirm it there, and give its ARN."
  }
}

variable "oidc_provider" {
  description = "ARN of GitHub's identity provider where the account has one already; null makes it. For method github."
  type        = string
  default     = null
}

variable "deployment" {
  description = "What the scripts work on: the output of the same name of module system."
  type        = any
}

variable "arns" {
  description = "What a delivery changes: the cluster, repositories of images, the website's bucket and distribution, the roles that tasks take."
  type = object({
    cluster      = string
    repositories = list(string)
    site_bucket  = string
    distribution = string
    task_roles   = list(string)
  })
}

variable "kms_key_arn" {
  description = "Key that the pipeline's files are encrypted with."
  type        = string
}

variable "bucket_prefix" {
  description = "Put before the bucket's name, which is unique in the whole world: fovea-dev-123456789012."
  type        = string
}

variable "log_retention_days" {
  description = "How long logs of builds are kept, in days."
  type        = number
  default     = 365
}
