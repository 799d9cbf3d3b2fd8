output "url" {
  description = "Address under which browsers reach Fovea."
  value       = module.fovea.url
}

output "name_servers" {
  description = "Name servers to name at the registrar, where the domain's zone was made here."
  value       = module.fovea.name_servers
}

output "flickr_secret_name" {
  description = "Secret that the operator puts Flickr's keys into, once, before the first rollout."
  value       = module.fovea.flickr_secret_name
}

output "deployment" {
  description = "What terraform/scripts/deliver.py works on."
  value       = module.fovea.deployment
}

output "settings" {
  description = "Names of the settings that each service gets."
  value       = module.fovea.settings
}

output "queues" {
  description = "Names of the queues."
  value       = module.fovea.queues
}

output "parameter_path" {
  description = "Path in Parameter Store under which the settings of this environment are."
  value       = module.fovea.parameter_path
}

output "dashboards" {
  description = "Names of the dashboards."
  value       = module.fovea.dashboards
}

output "sources_secret_name" {
  description = "Secret that the operator puts the keys of other sources into, before naming them in source_keys."
  value       = module.fovea.sources_secret_name
}
