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
  generate_secrets = false
  given_secrets = {
    service_token     = "0123456789abcdef0123456789abcdef"
    token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    database_password = "0123456789abcdefABCDEF"
  }
}

run "dev_is_whole_and_cheap" {
  command = plan

  assert {
    condition     = sort(keys(output.queues)) == tolist(["images", "images-background", "ingester", "ingester-response", "puller", "puller-background", "puller-response"])
    error_message = "All queues are there, with the names that the services look for."
  }

  assert {
    condition     = output.queues["puller"] == "fovea-dev-puller" && length(output.dashboards) == 4
    error_message = "Names begin with that of the environment."
  }

  assert {
    condition     = !contains(output.settings["puller"], "FOVEA_DATABASE_URL") && contains(output.settings["migration"], "FOVEA_DATABASE_ADMINISTRATOR")
    error_message = "Pullers know nothing of the database; only the migration knows its administrator."
  }
}

run "images_are_searched_in_memory_unless_a_cluster_is_wanted" {
  command = plan

  assert {
    condition     = !contains(output.settings["api-server"], "FOVEA_OPENSEARCH_URL")
    error_message = "There is no cluster."
  }
}

run "a_cluster_is_known_to_the_api_server_alone" {
  command = plan

  variables {
    image_search = { backend = "opensearch" }
  }

  assert {
    condition     = [for service, names in output.settings : service if contains(names, "FOVEA_OPENSEARCH_URL")] == ["api-server"] && contains(output.settings["api-server"], "FOVEA_IMAGE_INDEX")
    error_message = "The API server searches and feeds the cluster; nobody else knows where it is."
  }
}

run "another_backend_is_refused" {
  command = plan

  variables {
    image_search = { backend = "elsewhere" }
  }

  expect_failures = [var.image_search]
}

run "a_custom_domain_without_a_domain_is_refused" {
  command = plan

  variables {
    custom_domain = true
    region        = "nowhere"
    zones         = ["us-west-2a"]
  }

  expect_failures = [var.domain_name, var.region, var.zones]
}
