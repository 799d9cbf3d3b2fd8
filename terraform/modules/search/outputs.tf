output "url" {
  description = "FOVEA_OPENSEARCH_URL: where the cluster is. It holds no secret: who asks is told by the signature."
  value       = "https://${aws_opensearch_domain.this.endpoint}"
}

output "domain_name" {
  description = "Name of the domain, as CloudWatch knows it."
  value       = aws_opensearch_domain.this.domain_name
}

output "security_group_id" {
  description = "Security group of the cluster."
  value       = aws_security_group.this.id
}

output "index_arn" {
  description = "What a role must be allowed requests on: the indices of images."
  value       = "${local.arn}/fovea-images-*"
}
