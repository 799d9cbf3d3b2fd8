mock_provider "aws" {
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-west-2:123456789012:certificate/test"
      domain_validation_options = [{
        domain_name           = "fovea.example.com"
        resource_record_name  = "_proof.fovea.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_proof.acm-validations.aws"
      }]
    }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:test" }
  }
}

mock_provider "aws" {
  alias = "global"

  mock_resource "aws_acm_certificate" {
    defaults = { arn = "arn:aws:acm:us-east-1:123456789012:certificate/test" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:test" }
  }
}

variables {
  name        = "fovea-test"
  domain_name = "fovea.example.com"
}

run "a_domain_comes_with_both_certificates" {
  command = apply

  assert {
    condition     = startswith(output.certificate_arn, "arn:aws:acm:us-west-2:") && startswith(output.global_certificate_arn, "arn:aws:acm:us-east-1:")
    error_message = "The load balancer's lies in the region, CloudFront's in us-east-1."
  }

  assert {
    condition     = aws_route53_record.proof.name == "_proof.fovea.example.com" && length(aws_route53_query_log.this) == 1
    error_message = "The domain is proven, and questions for it are logged."
  }
}

run "a_zone_that_is_there_already_is_used" {
  command = plan

  variables {
    zone_id = "Z0123456789ABC"
  }

  assert {
    condition     = length(aws_route53_zone.this) == 0 && output.zone_id == "Z0123456789ABC"
    error_message = "No second zone is made."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    domain_name              = "https://fovea.example.com/"
    zone_id                  = "example.com"
    query_log_retention_days = 2
  }

  expect_failures = [var.domain_name, var.zone_id, var.query_log_retention_days]
}
