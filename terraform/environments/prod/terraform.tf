terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # The bucket and its region are told on the first init: -backend-config=backend.hcl (see backend.hcl.example).
  backend "s3" {
    key          = "fovea/prod.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
