mock_provider "aws" {}

variables {
  name        = "fovea-test"
  kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "an_image_is_scanned_and_never_changes_under_its_tag" {
  command = plan

  assert {
    condition     = length(aws_ecr_repository.this) == 5 && alltrue([for one in aws_ecr_repository.this : one.image_tag_mutability == "IMMUTABLE" && one.image_scanning_configuration[0].scan_on_push])
    error_message = "Each service has a repository whose tags do not move."
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["puller"].policy).rules[1].selection.countNumber == 30
    error_message = "Old images are kept for rolling back."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    services    = []
    keep_images = 1
  }

  expect_failures = [var.services, var.keep_images]
}
