# Cheap: one small task of each service, workers on spare capacity that sleep while there is nothing to do, one zone's worth of
# database and cache, one NAT gateway. What it costs: docs/operations.md.

locals {
  environment = "dev"
}

module "fovea" {
  source = "../../modules/system"

  providers = {
    aws           = aws
    aws.global    = aws.global
    aws.generator = aws.generator
  }

  name        = "fovea-${local.environment}"
  environment = local.environment
  image_tag   = var.image_tag

  network = {
    cidr   = var.network_cidr
    zones  = [for letter in var.zones : "${var.region}${letter}"]
    egress = "nat_single"
  }

  custom_domain = var.custom_domain
  domain_name   = var.domain_name
  zone_id       = var.zone_id
  vpc_origin    = var.vpc_origin

  database = {
    instance_class = "db.t4g.micro"
    backup_days    = 3
    client_cidrs   = var.database_client_cidrs
  }
  cache = { node_type = "cache.t4g.micro" }

  services = {
    api-server       = { cpu = 512, memory_mb = 1024 }
    scheduler        = { spot_share = 1 }
    puller           = { min = 0, max = 2, spot_share = 1, backlog_per_task = 200 }
    ingester         = { cpu = 512, memory_mb = 1024, min = 0, max = 1, spot_share = 1, backlog_per_task = 200 }
    image-ingester   = { cpu = 512, memory_mb = 1024, min = 0, max = 1, spot_share = 1, backlog_per_task = 200 }
    response-readers = { spot_share = 1 }
  }

  image_search       = var.image_search
  protected          = var.protected
  log_retention_days = 14
  alarms             = var.alarm_recipients
  monthly_budget_usd = var.monthly_budget_usd
  delivery           = var.delivery
  generate_secrets   = var.generate_secrets
  given_secrets      = var.given_secrets
  secret_versions    = var.secret_versions
  source_keys        = var.source_keys
}
