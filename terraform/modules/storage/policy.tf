data "aws_region" "current" {}

# In regions from before August 2022, load balancers write their logs as an account of AWS's; in later ones as a service.
data "aws_elb_service_account" "this" {
  count = var.takes_logs_of == "load_balancer" && !contains(local.later_regions, data.aws_region.current.name) ? 1 : 0
}

locals {
  later_regions = ["ap-east-2", "ap-south-2", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-2", "il-central-1", "me-central-1", "mx-central-1"]

  arn = "arn:aws:s3:::${var.name}"

  statements = concat(
    [{
      Sid       = "OnlyEncryptedConnections"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.arn, "${local.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }],
    [for part, distribution in var.readers : {
      Sid       = "CloudFrontReads"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${local.arn}/${part}"
      Condition = { StringEquals = { "aws:SourceArn" = distribution } }
    }],
    var.takes_logs_of != "load_balancer" ? [] : [{
      Sid    = "LoadBalancerLogs"
      Effect = "Allow"
      Principal = merge(
        { Service = "logdelivery.elasticloadbalancing.amazonaws.com" },
        { for account in data.aws_elb_service_account.this : "AWS" => account.arn },
      )
      Action   = "s3:PutObject"
      Resource = "${local.arn}/*"
    }],
    var.takes_logs_of == null ? [] : [{
      Sid       = "BucketLogs"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "${local.arn}/buckets/*"
    }],
  )
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  # Encoded one by one: the statements differ in their shape.
  policy = "{\"Version\":\"2012-10-17\",\"Statement\":[${join(",", [for statement in local.statements : jsonencode(statement)])}]}"

  depends_on = [aws_s3_bucket_public_access_block.this]
}
