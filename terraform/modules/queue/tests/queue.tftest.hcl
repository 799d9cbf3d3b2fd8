mock_provider "aws" {}

run "a_queue_comes_with_its_dead_letters" {
  command = plan

  variables {
    name = "fovea-test-puller"
  }

  assert {
    condition     = aws_sqs_queue.dead_letter.name == "fovea-test-puller-dead-letter"
    error_message = "The dead-letter queue has the name that the services look for."
  }

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "Both queues are encrypted."
  }

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 60 && aws_sqs_queue.this.message_retention_seconds == 1209600
    error_message = "The values are those of fovea.queues."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    name                       = "fovea-test-puller-dead-letter"
    max_receive_count          = 1
    retention_days             = 30
    visibility_timeout_seconds = 0
  }

  expect_failures = [var.name, var.max_receive_count, var.retention_days, var.visibility_timeout_seconds]
}
