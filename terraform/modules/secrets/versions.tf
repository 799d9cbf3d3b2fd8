terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
      # The same account and region; a provider of its own, since tests can pretend everything but ephemeral values.
      configuration_aliases = [aws.generator]
    }
  }
}
