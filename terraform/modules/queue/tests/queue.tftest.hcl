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

run "a_queue_that_buries_at_the_first_receive_is_refused" {
  command = plan

  variables {
    name              = "fovea-test-puller"
    max_receive_count = 1
  }

  expect_failures = [var.max_receive_count]
}

run "a_retention_that_sqs_does_not_know_is_refused" {
  command = plan

  variables {
    name           = "fovea-test-puller"
    retention_days = 30
  }

  expect_failures = [var.retention_days]
}

run "a_dead_letter_queue_is_not_asked_for_by_name" {
  command = plan

  variables {
    name = "fovea-test-puller-dead-letter"
  }

  expect_failures = [var.name]
}
