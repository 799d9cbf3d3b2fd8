provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

# What serves CloudFront and Route 53 must lie in us-east-1.
provider "aws" {
  alias  = "global"
  region = "us-east-1"

  default_tags {
    tags = local.tags
  }
}

# Makes secrets that Terraform never stores; see module secrets.
provider "aws" {
  alias  = "generator"
  region = var.region
}

locals {
  tags = {
    Application = "fovea"
    Environment = local.environment
  }
}
