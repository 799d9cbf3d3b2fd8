output "kms_key_arn" {
  description = "Key that everything of the installation is encrypted with."
  value       = aws_kms_key.this.arn
}

output "secrets" {
  description = "Where each secret setting is, by its environment variable, as task definitions name it."
  value = merge(
    {
      FOVEA_SERVICE_TOKEN     = aws_secretsmanager_secret.service_token.arn
      FOVEA_TOKEN_KEYS        = aws_secretsmanager_secret.token_keys.arn
      FOVEA_ACCESS_TOKEN_KEYS = aws_secretsmanager_secret.access_token_keys.arn
      FLICKR_API_KEY          = "${aws_secretsmanager_secret.flickr.arn}:FLICKR_API_KEY::"
      FLICKR_API_SECRET       = "${aws_secretsmanager_secret.flickr.arn}:FLICKR_API_SECRET::"
    },
    { for name in var.source_keys : name => "${aws_secretsmanager_secret.sources.arn}:${name}::" },
    var.database == null ? {} : { FOVEA_DATABASE_URL = aws_secretsmanager_secret.database_url[0].arn },
  )
}

output "parameters" {
  description = "ARN of each parameter, by its environment variable."
  value       = { for name, parameter in aws_ssm_parameter.this : name => parameter.arn }
}

output "parameter_path" {
  description = "Path under which all parameters are."
  value       = "/${var.name}/"
}

output "flickr_secret_name" {
  description = "Secret that the operator puts Flickr's keys into."
  value       = aws_secretsmanager_secret.flickr.name
}

output "sources_secret_name" {
  description = "Secret that the operator puts the keys of other sources into."
  value       = aws_secretsmanager_secret.sources.name
}
