output "zone_id" {
  description = "Zone of the domain."
  value       = local.zone_id
}

output "name_servers" {
  description = "Name servers to name at the registrar; empty for a zone that was there already."
  value       = local.made ? aws_route53_zone.this[0].name_servers : []
}

output "certificate_arn" {
  description = "Certificate in this region, for the load balancer."
  value       = aws_acm_certificate_validation.regional.certificate_arn
}

output "global_certificate_arn" {
  description = "Certificate in us-east-1, for CloudFront."
  value       = aws_acm_certificate_validation.global.certificate_arn
}
