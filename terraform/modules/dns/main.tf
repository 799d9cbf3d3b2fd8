locals {
  made    = var.zone_id == null
  zone_id = local.made ? aws_route53_zone.this[0].zone_id : var.zone_id
}

resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:DNSSEC needs an entry at the registrar, which Terraform does not reach; a wrong one takes the domain off the air
  count = local.made ? 1 : 0

  name    = var.domain_name
  comment = "Domain of ${var.name}"
}

# Nobody but Amazon may be asked for a certificate of this domain.
resource "aws_route53_record" "certificate_authorities" {
  count = local.made ? 1 : 0

  zone_id = local.zone_id
  name    = var.domain_name
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \";\""]
}

resource "aws_cloudwatch_log_group" "queries" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is a choice of the environment; prod keeps a year
  #checkov:skip=CKV_AWS_158:lies in us-east-1, where the installation has no key; CloudWatch encrypts it with its own
  count    = local.made ? 1 : 0
  provider = aws.global

  name              = "/aws/route53/${var.name}"
  retention_in_days = var.query_log_retention_days
}

resource "aws_cloudwatch_log_resource_policy" "queries" {
  count    = local.made ? 1 : 0
  provider = aws.global

  policy_name = "${var.name}-route53"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "route53.amazonaws.com" }
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource  = "${aws_cloudwatch_log_group.queries[0].arn}:*"
    }]
  })
}

resource "aws_route53_query_log" "this" {
  count    = local.made ? 1 : 0
  provider = aws.global

  zone_id                  = aws_route53_zone.this[0].zone_id
  cloudwatch_log_group_arn = aws_cloudwatch_log_group.queries[0].arn

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}
