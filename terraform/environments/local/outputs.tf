output "queue_prefix" {
  description = "FOVEA_QUEUE_PREFIX: what is put before the queues' names."
  value       = "${var.name}-"
}

output "queues" {
  description = "Address of each queue."
  value       = { for name, queue in module.queue : name => queue.url }
}

output "storage_url" {
  description = "FOVEA_STORAGE_URL: where objects are."
  value       = "s3://${module.objects.name}"
}

output "parameter_path" {
  description = "Path in Parameter Store under which settings are, each by its environment variable."
  value       = module.secrets.parameter_path
}

output "secrets" {
  description = "Where each secret setting is, by its environment variable."
  value       = module.secrets.secrets
}
