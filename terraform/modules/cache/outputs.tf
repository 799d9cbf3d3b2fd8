output "identifier" {
  description = "Identifier of the replication group; its first node is named <identifier>-001."
  value       = aws_elasticache_replication_group.this.id
}

output "url" {
  description = "FOVEA_REDIS_URL: where the cache is and as whom to log in. It holds no secret: who connects is checked by IAM."
  value       = "rediss://${local.user}@${aws_elasticache_replication_group.this.primary_endpoint_address}:6379/0?iam=${var.name}"
}

output "connect_arns" {
  description = "What a role must be allowed elasticache:Connect on: the cache and its user."
  value       = [aws_elasticache_replication_group.this.arn, aws_elasticache_user.this.arn]
}

output "security_group_id" {
  description = "Security group of the cache."
  value       = aws_security_group.this.id
}
