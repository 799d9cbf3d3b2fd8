mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }
}

# Asks for nothing: with generate_secrets = false there is nothing to make.
provider "aws" {
  alias                       = "generator"
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  endpoint_url     = "http://127.0.0.1:4566"
  generate_secrets = false
  given_secrets = {
    service_token     = "0123456789abcdef0123456789abcdef"
    token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  }
}

run "local_has_what_services_on_this_machine_need" {
  command = plan

  assert {
    condition     = output.queue_prefix == "fovea-local-" && output.parameter_path == "/fovea-local/"
    error_message = "Services find queues and parameters by their names."
  }
}

run "aws_itself_is_refused" {
  command = plan

  variables {
    endpoint_url = "https://sqs.us-west-2.amazonaws.com"
  }

  expect_failures = [var.endpoint_url]
}
