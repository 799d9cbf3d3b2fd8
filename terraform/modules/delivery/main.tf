# What a delivery may do, whoever carries it out: push images, register task definitions, start the migration, roll services out,
# publish the website. It cannot change what Terraform made, nor read data or secrets.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  here    = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"
  cluster = element(split("/", var.arns.cluster), length(split("/", var.arns.cluster)) - 1)

  may = [
    { Sid = "LogInToTheRegistry", Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
    {
      Sid      = "PushImages"
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
      Resource = var.arns.repositories
    },
    # AWS knows no narrower resource for these two.
    { Sid = "DescribeTasks", Effect = "Allow", Action = ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], Resource = ["*"] },
    { Sid = "RollOut", Effect = "Allow", Action = ["ecs:DescribeServices", "ecs:UpdateService"], Resource = ["arn:aws:ecs:${local.here}:service/${local.cluster}/${var.name}-*"] },
    { Sid = "Migrate", Effect = "Allow", Action = ["ecs:RunTask"], Resource = ["arn:aws:ecs:${local.here}:task-definition/${var.name}-migration:*"] },
    { Sid = "WatchTheMigration", Effect = "Allow", Action = ["ecs:DescribeTasks"], Resource = ["arn:aws:ecs:${local.here}:task/${local.cluster}/*"] },
    { Sid = "HandRolesToTasks", Effect = "Allow", Action = ["iam:PassRole"], Resource = var.arns.task_roles, Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } } },
    { Sid = "PublishTheWebsite", Effect = "Allow", Action = ["s3:PutObject"], Resource = ["${var.arns.site_bucket}/*"] },
    { Sid = "ForgetOldPages", Effect = "Allow", Action = ["cloudfront:CreateInvalidation"], Resource = [var.arns.distribution] },
  ]
  # Encoded one by one: the statements differ in their shape.
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[${join(",", [for statement in local.may : jsonencode(statement)])}]}"
}

resource "aws_iam_policy" "deliver" {
  #checkov:skip=CKV_AWS_355:logging in to the registry and registering task definitions know no narrower resource
  #checkov:skip=CKV_AWS_290:as above
  #checkov:skip=CKV_AWS_289:as above
  count = var.method == "none" ? 0 : 1

  name        = "${var.name}-deliver"
  description = "Deliver new versions of ${var.name}"
  policy      = local.policy
}
