# Mock providers cannot make ephemeral values, so secrets are given here. The applied environments make them.

mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-west-2:123456789012:key/test" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:test" }
  }
}

# Asks for nothing: with generate = false there is nothing to make.
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
  name     = "fovea-test"
  generate = false
  given = {
    service_token     = "0123456789abcdef0123456789abcdef"
    token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    database_password = "0123456789abcdefABCDEF"
  }
  database = { host = "database.example", port = 3306, name = "fovea" }
}

run "no_secret_is_in_the_state" {
  command = apply

  variables {
    parameters = { FOVEA_QUEUE_PREFIX = "fovea-test-" }
  }

  assert {
    condition = alltrue([
      for version in [
        aws_secretsmanager_secret_version.service_token,
        aws_secretsmanager_secret_version.token_keys,
        aws_secretsmanager_secret_version.access_token_keys,
        aws_secretsmanager_secret_version.database_url[0],
      ] : version.secret_string_wo == null && !strcontains(jsonencode(version.secret_string_wo_version), "0123")
    ])
    error_message = "Values are written, never kept."
  }

  assert {
    condition     = output.secrets["FLICKR_API_KEY"] == "arn:aws:secretsmanager:us-west-2:123456789012:secret:test:FLICKR_API_KEY::"
    error_message = "Task definitions take the single keys out of the one Flickr secret."
  }

  assert {
    condition     = aws_ssm_parameter.this["FOVEA_QUEUE_PREFIX"].name == "/fovea-test/FOVEA_QUEUE_PREFIX"
    error_message = "Parameters are found by the name of their setting."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation
    error_message = "The key changes each year."
  }
}

run "keys_of_sources_are_named_one_by_one" {
  command = apply

  variables {
    source_keys = ["TUMBLR_API_KEY", "REDDIT_CLIENT_ID", "PIXIV_SESSION", "FURAFFINITY_COOKIE_A", "X_BEARER_TOKEN", "GOOGLE_SEARCH_KEY", "GOOGLE_SEARCH_ENGINE", "BRAVE_SEARCH_KEY"]
  }

  assert {
    condition     = output.secrets["TUMBLR_API_KEY"] == "arn:aws:secretsmanager:us-west-2:123456789012:secret:test:TUMBLR_API_KEY::"
    error_message = "Task definitions take the single keys out of the one secret of the sources."
  }

  assert {
    condition     = length(setintersection(keys(output.secrets), ["PIXIV_SESSION", "FURAFFINITY_COOKIE_A", "X_BEARER_TOKEN"])) == 3
    error_message = "Sessions, cookies and bearer tokens are keys, too."
  }

  assert {
    condition     = !contains(keys(output.secrets), "IMGUR_CLIENT_ID")
    error_message = "A task that wants a key which nobody has put does not start."
  }
}

run "what_is_no_key_of_a_source_is_refused" {
  command = plan

  variables {
    source_keys = ["FLICKR_API_KEY"]
  }

  expect_failures = [var.source_keys]
}

run "a_token_key_of_a_wrong_length_is_refused" {
  command = plan

  variables {
    given = {
      service_token     = "0123456789abcdef0123456789abcdef"
      token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAA=="
      access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      database_password = "0123456789abcdefABCDEF"
    }
  }

  expect_failures = [var.given]
}

run "an_access_token_key_of_another_algorithm_is_refused" {
  command = plan

  variables {
    given = {
      service_token     = "0123456789abcdef0123456789abcdef"
      token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      access_token_keys = "first:none:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      database_password = "0123456789abcdefABCDEF"
    }
  }

  expect_failures = [var.given]
}

run "a_short_service_token_is_refused" {
  command = plan

  variables {
    given = {
      service_token     = "short"
      token_keys        = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      access_token_keys = "first:HS256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
      database_password = "0123456789abcdefABCDEF"
    }
  }

  expect_failures = [var.given]
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    given         = null
    parameters    = { FOVEA_TOKEN_KEYS = "first:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
    recovery_days = 3
    versions      = { token_keys = 0 }
  }

  expect_failures = [var.given, var.parameters, var.recovery_days, var.versions]
}
