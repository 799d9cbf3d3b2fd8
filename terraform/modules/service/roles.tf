# Two roles of its own for each service: what starts it may read its image and its secrets; what runs may use its queues and the cache.

locals {
  trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })

  # Without the key that may stand behind the ARN of a secret (…:secret:name:KEY::).
  secret_arns    = distinct([for arn in values(var.secrets) : join(":", slice(split(":", arn), 0, 7)) if strcontains(arn, ":secretsmanager:")])
  parameter_arns = distinct([for arn in values(var.secrets) : arn if strcontains(arn, ":ssm:")])

  starting = concat(
    [
      { Sid = "LogInToTheRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
      { Sid = "PullItsImage", Effect = "Allow", Action = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], Resource = [var.repository_arn] },
      { Sid = "WriteItsLog", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${aws_cloudwatch_log_group.this.arn}:*"] },
    ],
    length(local.secret_arns) == 0 ? [] : [
      { Sid = "ReadItsSecrets", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = local.secret_arns },
      { Sid = "DecryptThem", Effect = "Allow", Action = ["kms:Decrypt"], Resource = [var.kms_key_arn] },
    ],
    length(local.parameter_arns) == 0 ? [] : [
      { Sid = "ReadItsParameters", Effect = "Allow", Action = ["ssm:GetParameters"], Resource = local.parameter_arns },
    ],
  )

  received = values(var.receives_from)
  sent     = values(var.sends_to)
  counted  = concat(values(var.counts), [for queue in local.received : { arn = queue.arn, dead_letter_arn = queue.dead_letter_arn }])

  running = concat(
    length(local.received) == 0 ? [] : [
      { Sid = "Receive", Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"], Resource = [for queue in local.received : queue.arn] },
      { Sid = "Bury", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = [for queue in local.received : queue.dead_letter_arn] },
    ],
    length(local.sent) == 0 ? [] : [
      { Sid = "Send", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = [for queue in local.sent : queue.arn] },
    ],
    length(local.counted) + length(local.sent) == 0 ? [] : [
      { Sid = "FindAndCount", Effect = "Allow", Action = ["sqs:GetQueueUrl", "sqs:GetQueueAttributes"], Resource = distinct(concat([for queue in local.sent : queue.arn], flatten([for queue in local.counted : [queue.arn, queue.dead_letter_arn]]))) },
    ],
    length(var.keeps_in) == 0 ? [] : [
      { Sid = "KeepObjects", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = [for bucket in values(var.keeps_in) : "${bucket}/*"] },
      { Sid = "ListObjects", Effect = "Allow", Action = ["s3:ListBucket"], Resource = values(var.keeps_in) },
    ],
    length(var.searches_on) == 0 ? [] : [
      { Sid = "SearchImages", Effect = "Allow", Action = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete"], Resource = values(var.searches_on) },
    ],
    length(var.cache_arns) == 0 ? [] : [
      { Sid = "ConnectToTheCache", Effect = "Allow", Action = ["elasticache:Connect"], Resource = var.cache_arns },
    ],
  )
}

resource "aws_iam_role" "execution" {
  name               = "${local.full_name}-start"
  description        = "Starts tasks of ${local.full_name}: their image, secrets, log"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.starting })
}

resource "aws_iam_role" "task" {
  name               = "${local.full_name}-run"
  description        = "What a running task of ${local.full_name} may do"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "task" {
  count = length(local.running) > 0 ? 1 : 0

  name   = "run"
  role   = aws_iam_role.task.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.running })
}
