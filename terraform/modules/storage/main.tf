# A bucket that nobody outside reads, encrypted, tidied, and closed to connections without TLS.

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:one region; what cannot be made anew (the database) has backups of its own
  #checkov:skip=CKV_AWS_18:access logs by variable (log_bucket): a bucket of logs would log itself
  #checkov:skip=CKV2_AWS_62:nothing acts on single objects, so there is nobody to notify
  #checkov:skip=CKV_AWS_21:versions by variable (versioned); logs are never changed
  #checkov:skip=CKV_AWS_145:CloudFront and log deliveries cannot use a key of ours; kms_key_arn where they are not concerned
  bucket        = var.name
  force_destroy = var.deletable_with_objects
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  #checkov:skip=CKV2_AWS_65:CloudFront delivers its logs by ACL; every other bucket has none
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = var.takes_logs_of == "cloudfront" ? "BucketOwnerPreferred" : "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = var.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "tidy"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }

    noncurrent_version_expiration {
      noncurrent_days = var.keep_old_versions_days
    }

    dynamic "expiration" {
      for_each = var.keep_days == null ? [] : [var.keep_days]

      content {
        days = expiration.value
      }
    }
  }

  dynamic "rule" {
    for_each = var.keep_parts_days

    content {
      id     = "forget-${trimsuffix(rule.key, "/")}"
      status = "Enabled"

      filter {
        prefix = rule.key
      }

      expiration {
        days = rule.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_logging" "this" {
  count = var.log_bucket == null ? 0 : 1

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.log_bucket.name
  target_prefix = "buckets/${var.name}/"
}
