mock_provider "aws" {}

variables {
  name = "fovea-test"
}

run "floods_and_known_attacks_are_kept_out" {
  command = plan

  assert {
    condition     = aws_wafv2_web_acl.this.scope == "CLOUDFRONT" && length(aws_wafv2_web_acl.this.rule) == 4
    error_message = "It stands before CloudFront, with a limit for each address and AWS's own rules."
  }

  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.this.redacted_fields[0].single_header[0].name == "cookie"
    error_message = "Session cookies are not logged."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    requests_per_five_minutes = 10
    log_retention_days        = 2
  }

  expect_failures = [var.requests_per_five_minutes, var.log_retention_days]
}
