output "url" {
  description = "Address under which browsers reach Fovea."
  value       = module.frontend.url
}

output "name_servers" {
  description = "Name servers to name at the registrar, where the domain's zone was made here."
  value       = var.custom_domain ? module.dns[0].name_servers : []
}

output "flickr_secret_name" {
  description = "Secret that the operator puts Flickr's keys into, once, before the first rollout."
  value       = module.secrets.flickr_secret_name
}

output "deployment" {
  description = "What terraform/scripts/deliver.py works on."
  value       = local.deployment
}

output "github_role_arn" {
  description = "Role that GitHub Actions takes to deliver, where it does."
  value       = module.delivery.github_role_arn
}

output "settings" {
  description = "Names of the settings that each service gets. A test holds them against the settings that the services read."
  value       = merge({ for name, service in module.service : name => service.environment }, { migration = module.migration.environment })
}

output "queues" {
  description = "Names of the queues."
  value       = { for name, queue in module.queue : name => queue.name }
}

output "parameter_path" {
  description = "Path in Parameter Store under which the settings of this environment are."
  value       = module.secrets.parameter_path
}

output "dashboards" {
  description = "Names of the dashboards."
  value       = module.observability.dashboards
}

output "sources_secret_name" {
  description = "Secret that the operator puts the keys of other sources into, before naming them in source_keys."
  value       = module.secrets.sources_secret_name
}
