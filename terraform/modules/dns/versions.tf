terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # CloudFront takes certificates, and Route 53 sends its query logs, in us-east-1 only.
      configuration_aliases = [aws.global]
    }
  }
}
