mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-west-2:123456789012:topic" }
  }
}

variables {
  name        = "fovea-test"
  environment = "test"
  watched = {
    queue_prefix             = "fovea-test-"
    cluster_name             = "fovea-test"
    api_server_service       = "fovea-test-api-server"
    scheduler_service        = "fovea-test-scheduler"
    puller_service           = "fovea-test-puller"
    ingester_service         = "fovea-test-ingester"
    image_ingester_service   = "fovea-test-image-ingester"
    response_readers_service = "fovea-test-response-readers"
    load_balancer            = "app/fovea-test/1"
    target_group             = "targetgroup/fovea-test/1"
    database_id              = "fovea-test"
    cache_id                 = "fovea-test"
    distribution_id          = "E1"
  }
  recipients         = { critical = ["night@example.com"], warning = ["day@example.com", "night@example.com"] }
  monthly_budget_usd = 100
  kms_key_arn        = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "each_alarm_says_how_bad_it_is_and_what_to_do" {
  command = apply

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) > 30 && alltrue([for alarm in aws_cloudwatch_metric_alarm.this : can(regex("Severity: (critical|warning)\\. What to do: docs/operations\\.md#[a-z-]+$", alarm.alarm_description))])
    error_message = "Each names its runbook."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length([for query in alarm.metric_query : query if query.return_data]) == 1])
    error_message = "Each watches one value."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : !can(regex("[$][{]", jsonencode(alarm.metric_query)))])
    error_message = "No word is left open."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 4 && alltrue([for dashboard in aws_cloudwatch_dashboard.this : length(jsondecode(dashboard.dashboard_body).widgets) > 3])
    error_message = "There are four dashboards, and all are valid JSON."
  }

  assert {
    condition     = length(aws_sns_topic_subscription.email) == 3 && length(aws_budgets_budget.this.notification) == 2
    error_message = "People are told by severity, and of cost."
  }
}

run "an_alarm_that_makes_no_sense_here_can_be_left_out" {
  command = plan

  variables {
    alarms_left_out = ["no-puller"]
    alarms_enabled  = false
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "no-puller") && alltrue([for alarm in aws_cloudwatch_metric_alarm.this : !alarm.actions_enabled])
    error_message = "It is left out, and the others are silent."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    recipients         = { critical = ["somebody"] }
    monthly_budget_usd = 0
    alarms_left_out    = ["no-such-alarm"]
  }

  expect_failures = [var.recipients, var.monthly_budget_usd, var.alarms_left_out]
}
