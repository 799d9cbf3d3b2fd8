# The website's files (made anew by each delivery), the objects of Fovea (thumbnails, files of images), and the logs of both.

module "logs" {
  source = "../storage"

  name                   = "${var.bucket_prefix}-access-logs"
  takes_logs_of          = "cloudfront"
  versioned              = false
  keep_days              = var.log_retention_days
  deletable_with_objects = var.deletable_with_objects
}

module "site" {
  source = "../storage"

  name                   = "${var.bucket_prefix}-site"
  readers                = { "*" = aws_cloudfront_distribution.this.arn }
  log_bucket             = { name = module.logs.name }
  deletable_with_objects = var.deletable_with_objects
}

module "objects" {
  source = "../storage"

  name                   = "${var.bucket_prefix}-objects"
  keep_parts_days        = { "incoming/" = var.upload_retention_days } # uploads that nobody came for
  readers                = { for part in ["thumbnails/*", "images/*"] : part => aws_cloudfront_distribution.this.arn }
  log_bucket             = { name = module.logs.name }
  deletable_with_objects = var.deletable_with_objects
}
