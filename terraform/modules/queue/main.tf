# A queue and its dead-letter queue, with the values that fovea.queues makes them with on one machine.

locals {
  retention_seconds = var.retention_days * 24 * 3600
  # Each names its own queue, so that a policy cannot be put on another by mistake.
  queues = {
    live        = { arn = aws_sqs_queue.this.arn, url = aws_sqs_queue.this.url }
    dead_letter = { arn = aws_sqs_queue.dead_letter.arn, url = aws_sqs_queue.dead_letter.url }
  }
}

resource "aws_sqs_queue" "this" {
  name                       = var.name
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = local.retention_seconds
  receive_wait_time_seconds  = 20
  max_message_size           = 262144
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.max_receive_count
  })
}

resource "aws_sqs_queue" "dead_letter" {
  name                       = "${var.name}-dead-letter"
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = local.retention_seconds
  receive_wait_time_seconds  = 20
  max_message_size           = 262144
  sqs_managed_sse_enabled    = true
}

# Only this queue may put its dead letters here, and they may be redriven to it alone.
resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  queue_url = aws_sqs_queue.dead_letter.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}

resource "aws_sqs_queue_policy" "this" {
  for_each = local.queues

  queue_url = each.value.url

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyEncryptedConnections"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = each.value.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
