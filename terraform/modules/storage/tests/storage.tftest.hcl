mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
  mock_data "aws_elb_service_account" {
    defaults = { arn = "arn:aws:iam::123456789012:root" }
  }
}

run "a_bucket_is_closed_encrypted_and_tidied" {
  command = plan

  variables {
    name    = "fovea-test-site"
    readers = { "*" = "arn:aws:cloudfront::123456789012:distribution/E1" }
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "The public has no way in."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[0].Effect == "Deny" && jsondecode(aws_s3_bucket_policy.this.policy).Statement[1].Condition.StringEquals["aws:SourceArn"] == "arn:aws:cloudfront::123456789012:distribution/E1"
    error_message = "Connections are encrypted, and only the one distribution reads."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled" && !aws_s3_bucket.this.force_destroy
    error_message = "What is deleted can be brought back."
  }
}

run "a_bucket_of_logs_takes_them_from_one_service" {
  command = plan

  variables {
    name          = "fovea-test-logs"
    takes_logs_of = "load_balancer"
    keep_days     = 30
    versioned     = false
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[1].Principal == { AWS = "arn:aws:iam::123456789012:root", Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
    error_message = "The load balancer may write, and nobody else."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration[0].days == 30
    error_message = "Logs are deleted after their time."
  }
}

run "what_only_passes_through_is_deleted_after_its_time" {
  command = plan

  variables {
    name            = "fovea-test-objects"
    keep_parts_days = { "incoming/" = 7 }
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration) == 0
    error_message = "The rest of the bucket is kept."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this.rule[1].filter[0].prefix == "incoming/" && aws_s3_bucket_lifecycle_configuration.this.rule[1].expiration[0].days == 7
    error_message = "Uploads that nobody came for are deleted after a week."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    name                   = "Fovea_Site"
    keep_days              = 0
    keep_old_versions_days = 0
    keep_parts_days        = { "incoming" = 7, "images/" = 0 }
    takes_logs_of          = "everybody"
  }

  expect_failures = [var.name, var.keep_days, var.keep_old_versions_days, var.keep_parts_days, var.takes_logs_of]
}
