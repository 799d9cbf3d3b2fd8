output "name" {
  description = "Name of the cluster."
  value       = aws_ecs_cluster.this.name
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_ecs_cluster.this.arn

  # A service cannot ask for capacity that the cluster does not have yet.
  depends_on = [aws_ecs_cluster_capacity_providers.this]
}

output "namespace_id" {
  description = "Id of the namespace in which services register."
  value       = aws_service_discovery_private_dns_namespace.this.id
}

output "namespace_name" {
  description = "Domain of the services' names."
  value       = aws_service_discovery_private_dns_namespace.this.name
}
