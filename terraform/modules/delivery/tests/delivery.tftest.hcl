mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/deliver" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-west-2:123456789012:log-group:test" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::delivery" }
  }
  mock_resource "aws_codebuild_project" {
    defaults = { arn = "arn:aws:codebuild:us-west-2:123456789012:project/test" }
  }
}

variables {
  name       = "fovea-test"
  repository = "owner/fovea"
  deployment = { cluster = "fovea-test" }
  arns = {
    cluster      = "arn:aws:ecs:us-west-2:123456789012:cluster/fovea-test"
    repositories = ["arn:aws:ecr:us-west-2:123456789012:repository/fovea-test/puller"]
    site_bucket  = "arn:aws:s3:::fovea-test-site"
    distribution = "arn:aws:cloudfront::123456789012:distribution/E1"
    task_roles   = ["arn:aws:iam::123456789012:role/fovea-test-puller-run"]
  }
  kms_key_arn   = "arn:aws:kms:us-west-2:123456789012:key/test"
  bucket_prefix = "fovea-test-123456789012"
}

run "github_gets_a_role_for_one_branch" {
  command = apply

  variables {
    method = "github"
  }

  assert {
    condition     = jsondecode(aws_iam_role.github[0].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == "repo:owner/fovea:ref:refs/heads/main"
    error_message = "Other repositories and branches cannot take it."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.deliver[0].policy).Statement :
      contains(["LogInToTheRegistry", "DescribeTasks"], statement.Sid) || !contains(statement.Resource, "*")
    ])
    error_message = "It delivers this installation and nothing else."
  }

  assert {
    condition     = length(aws_codepipeline.this) == 0
    error_message = "There is no pipeline besides."
  }
}

run "a_pipeline_tests_before_it_delivers_and_migrates_before_it_rolls_out" {
  command = apply

  variables {
    method         = "codepipeline"
    connection_arn = "arn:aws:codestar-connections:us-west-2:123456789012:connection/test"
  }

  assert {
    condition     = tolist([for stage in aws_codepipeline.this[0].stage : stage.name]) == tolist(["source", "test", "images", "migrate", "rollout", "website"])
    error_message = "The steps have their order."
  }

  assert {
    condition     = length(aws_iam_role_policy_attachment.build) == 1 && aws_codebuild_project.this["images"].environment[0].privileged_mode && !aws_codebuild_project.this["test"].environment[0].privileged_mode
    error_message = "Tests hold no right to deliver, and only building images is privileged."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    method     = "codepipeline"
    repository = "https://github.com/owner/fovea"
    branch     = "release *"
  }

  expect_failures = [var.repository, var.branch, var.connection_arn]
}
