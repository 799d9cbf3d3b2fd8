# All of Fovea on AWS, put together. Environments differ in sizes alone, so that what works in one works in the other.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  bucket_prefix = "${var.name}-${data.aws_caller_identity.current.account_id}"
  queue_prefix  = "${var.name}-"

  cluster_searches = var.image_search.backend == "opensearch"
}

module "network" {
  source = "../network"

  name                    = var.name
  cidr                    = var.network.cidr
  zones                   = var.network.zones
  egress                  = var.network.egress
  interface_endpoints     = var.network.interface_endpoints
  flow_log_retention_days = var.log_retention_days
  kms_key_arn             = module.secrets.kms_key_arn
}

module "secrets" {
  source = "../secrets"

  providers = {
    aws           = aws
    aws.generator = aws.generator
  }

  name          = var.name
  generate      = var.generate_secrets
  given         = var.given_secrets
  versions      = var.secret_versions
  recovery_days = var.protected ? 30 : 0
  source_keys   = var.source_keys

  database = {
    host             = module.database.host
    port             = module.database.port
    name             = module.database.database_name
    certificate_file = var.database.certificate_file
  }

  parameters = {
    FOVEA_PUBLIC_URL         = module.frontend.url
    FOVEA_INTERNAL_API_URL   = "http://api-server.${module.cluster.namespace_name}:${local.ports.internal}"
    FOVEA_QUEUE_PREFIX       = local.queue_prefix
    FOVEA_REDIS_URL          = module.cache.url
    FOVEA_STORAGE_URL        = "s3://${module.frontend.objects_bucket.name}"
    FOVEA_STORAGE_PUBLIC_URL = module.frontend.url
  }
}
