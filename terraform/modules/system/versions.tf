terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # aws.global: us-east-1, where what serves CloudFront and Route 53 must lie. aws.generator: see module secrets.
      configuration_aliases = [aws.global, aws.generator]
    }
  }
}
