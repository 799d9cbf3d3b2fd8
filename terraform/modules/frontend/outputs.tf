output "url" {
  description = "FOVEA_PUBLIC_URL: the address under which browsers reach Fovea."
  value       = "https://${local.domain == null ? aws_cloudfront_distribution.this.domain_name : local.domain}"
}

output "distribution_id" {
  description = "Id of the distribution, for invalidations and metrics."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "site_bucket" {
  description = "Bucket of the website's files."
  value       = { name = module.site.name, arn = module.site.arn }
}

output "objects_bucket" {
  description = "Bucket of Fovea's objects."
  value       = { name = module.objects.name, arn = module.objects.arn }
}
