output "arn" {
  description = "ARN of the web ACL, for CloudFront."
  value       = aws_wafv2_web_acl.this.arn
}
