# The way from a browser to the API server and the website.

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

module "dns" {
  source = "../dns"
  count  = var.custom_domain ? 1 : 0

  providers = {
    aws        = aws
    aws.global = aws.global
  }

  name                     = var.name
  domain_name              = var.domain_name
  zone_id                  = var.zone_id
  query_log_retention_days = var.log_retention_days
}

module "waf" {
  source = "../waf"
  count  = var.waf_enabled ? 1 : 0

  providers = {
    aws = aws.global
  }

  name               = var.name
  log_retention_days = var.log_retention_days
}

module "load_balancer_logs" {
  source = "../storage"

  name                   = "${local.bucket_prefix}-load-balancer"
  takes_logs_of          = "load_balancer"
  versioned              = false
  keep_days              = var.log_retention_days
  deletable_with_objects = !var.protected
}

module "load_balancer" {
  source = "../load_balancer"

  name                    = var.name
  vpc_id                  = module.network.vpc_id
  subnet_ids              = var.vpc_origin ? module.network.private_subnet_ids : module.network.public_subnet_ids
  public                  = !var.vpc_origin
  certificate             = var.custom_domain ? { arn = module.dns[0].certificate_arn } : null
  client_prefix_list_id   = data.aws_ec2_managed_prefix_list.cloudfront.id
  tasks_security_group_id = module.service["api-server"].security_group_id
  port                    = local.ports.public
  log_bucket              = module.load_balancer_logs.name
  deletion_protection     = var.protected
}

module "frontend" {
  source = "../frontend"

  name                   = var.name
  bucket_prefix          = local.bucket_prefix
  vpc_origin             = var.vpc_origin
  custom_domain          = var.custom_domain
  domain_name            = var.domain_name
  zone_id                = var.custom_domain ? module.dns[0].zone_id : null
  certificate_arn        = var.custom_domain ? module.dns[0].global_certificate_arn : null
  web_acl_arn            = var.waf_enabled ? module.waf[0].arn : null
  log_retention_days     = var.log_retention_days
  deletable_with_objects = !var.protected

  load_balancer = {
    arn         = module.load_balancer.arn
    domain_name = module.load_balancer.domain_name
    encrypted   = module.load_balancer.encrypted
  }
}
