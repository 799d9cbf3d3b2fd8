# Who reaches it, and what they may do there.

locals {
  # By name and path, so that nobody but these roles asks anything, and none of them changes the domain itself.
  access = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "RolesThatSearchAndFeed"
      Effect    = "Allow"
      Principal = { AWS = values(var.client_role_arns) }
      Action    = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut", "es:ESHttpDelete"]
      Resource  = "${local.arn}/fovea-images-*"
    }]
  })
}

resource "aws_security_group" "this" {
  name        = "${var.name}-search"
  description = "The cluster that images are searched on: only who searches reaches it"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-search" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.client_security_group_ids

  security_group_id            = aws_security_group.this.id
  description                  = each.key
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = each.value
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is a choice of the environment; prod keeps them for a year
  for_each = local.logs

  name              = "/aws/opensearch/${local.domain}/${each.value}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_cloudwatch_log_resource_policy" "this" {
  policy_name = local.domain

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "LogsOfThisDomain"
      Effect    = "Allow"
      Principal = { Service = "es.amazonaws.com" }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = [for group in aws_cloudwatch_log_group.this : "${group.arn}:*"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        ArnEquals    = { "aws:SourceArn" = local.arn }
      }
    }]
  })
}
