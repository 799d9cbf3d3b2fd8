locals {
  pipeline = var.method == "codepipeline"

  # In this order. What only tests holds no right to deliver; what builds images needs Docker.
  steps = {
    test    = { delivers = false, docker = false, minutes = 60, size = "BUILD_GENERAL1_MEDIUM" }
    images  = { delivers = true, docker = true, minutes = 40, size = "BUILD_GENERAL1_MEDIUM" }
    migrate = { delivers = true, docker = false, minutes = 60, size = "BUILD_GENERAL1_SMALL" }
    rollout = { delivers = true, docker = false, minutes = 40, size = "BUILD_GENERAL1_SMALL" }
    website = { delivers = true, docker = false, minutes = 20, size = "BUILD_GENERAL1_SMALL" }
  }
  builds = local.pipeline ? local.steps : {}
  roles  = local.pipeline ? toset(["test", "deliver"]) : toset([])
}

resource "aws_cloudwatch_log_group" "builds" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is a choice of the environment; prod keeps a year
  count = local.pipeline ? 1 : 0

  name              = "/${var.name}/delivery"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_iam_role" "build" {
  for_each = local.roles

  name        = "${var.name}-build-${each.key}"
  description = "Builds of ${var.name} that ${each.key}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codebuild.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "build" {
  for_each = local.roles

  name = "build"
  role = aws_iam_role.build[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "WriteTheLog", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = ["${aws_cloudwatch_log_group.builds[0].arn}:*"] },
      { Sid = "ReadTheSource", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = ["${module.artifacts[0].arn}/*"] },
      { Sid = "DecryptIt", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = [var.kms_key_arn] },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "build" {
  for_each = setintersection(local.roles, ["deliver"])

  role       = aws_iam_role.build[each.key].name
  policy_arn = aws_iam_policy.deliver[0].arn
}

resource "aws_codebuild_project" "this" {
  #checkov:skip=CKV_AWS_316:only the step that builds images runs Docker, which wants the privilege
  for_each = local.builds

  name           = "${var.name}-${each.key}"
  description    = "A step of delivering ${var.name}: ${each.key}"
  service_role   = aws_iam_role.build[each.value.delivers ? "deliver" : "test"].arn
  build_timeout  = each.value.minutes
  encryption_key = var.kms_key_arn

  artifacts {
    type = "CODEPIPELINE"
  }

  source {
    type      = "CODEPIPELINE"
    buildspec = file("${path.module}/buildspecs/${each.key}.yml")
  }

  environment {
    type            = "LINUX_CONTAINER"
    image           = "aws/codebuild/standard:7.0"
    compute_type    = each.value.size
    privileged_mode = each.value.docker

    environment_variable {
      name  = "DEPLOYMENT"
      value = jsonencode(var.deployment)
    }
  }

  logs_config {
    cloudwatch_logs {
      group_name  = aws_cloudwatch_log_group.builds[0].name
      stream_name = each.key
    }
  }
}
