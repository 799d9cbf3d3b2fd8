locals {
  deployment = {
    region          = data.aws_region.current.name
    cluster         = module.cluster.name
    services        = { for name, service in module.service : name => service.name }
    migration       = module.migration.task_definition_family
    subnets         = module.network.private_subnet_ids
    security_group  = module.migration.security_group_id
    repositories    = module.registry.urls
    images          = { for name, service in local.services : name => service.image }
    site_bucket     = module.frontend.site_bucket.name
    distribution_id = module.frontend.distribution_id
  }
}

module "delivery" {
  source = "../delivery"

  name               = var.name
  method             = var.delivery.method
  repository         = var.delivery.repository
  branch             = var.delivery.branch
  connection_arn     = var.delivery.connection_arn
  oidc_provider      = var.delivery.oidc_provider
  deployment         = local.deployment
  kms_key_arn        = module.secrets.kms_key_arn
  bucket_prefix      = local.bucket_prefix
  log_retention_days = var.log_retention_days

  arns = {
    cluster      = module.cluster.arn
    repositories = values(module.registry.arns)
    site_bucket  = module.frontend.site_bucket.arn
    distribution = module.frontend.distribution_arn
    task_roles   = concat(module.migration.role_arns, flatten([for service in module.service : service.role_arns]))
  }
}
