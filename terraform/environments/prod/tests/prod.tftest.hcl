mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
  mock_data "aws_ec2_managed_prefix_list" {
    defaults = { id = "pl-cloudfront" }
  }
}

mock_provider "aws" {
  alias = "global"
}

# Asks for nothing: with generate_secrets = false there is nothing to make.
provider "aws" {
  alias                       = "generator"
  region                      = "us-west-2"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  domain_name      = "fovea.example.com"
  generate_secrets = false
  given_secrets = {
    service_token     = "0123456789abcdef0123456789abcdef"
    token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    database_password = "0123456789abcdefABCDEF"
  }
}

run "prod_is_whole_and_survives_the_loss_of_a_zone" {
  command = plan

  assert {
    condition     = output.url == "https://fovea.example.com"
    error_message = "It is found under its own domain."
  }

  assert {
    condition     = length(output.deployment.services) == 6 && output.deployment.services["ingester"] == "fovea-prod-ingester"
    error_message = "All services run."
  }
}

run "a_cluster_of_prod_lies_in_all_its_zones" {
  command = plan

  variables {
    image_search = { backend = "opensearch" }
  }

  assert {
    condition     = contains(output.settings["api-server"], "FOVEA_OPENSEARCH_URL")
    error_message = "The API server searches on it."
  }
}

run "prod_without_a_domain_is_refused" {
  command = plan

  variables {
    domain_name = null
  }

  expect_failures = [var.domain_name]
}
