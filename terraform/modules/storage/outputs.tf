output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.id

  # Whoever delivers logs is checked when it is set up: the bucket must be ready by then.
  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_ownership_controls.this]
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "domain_name" {
  description = "Host name of the bucket in its region."
  value       = aws_s3_bucket.this.bucket_regional_domain_name

  depends_on = [aws_s3_bucket_ownership_controls.this]
}
