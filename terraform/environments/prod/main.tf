# Highly available: three zones each with its own way out, a database and a cache that stand by in another zone, two tasks at least of
# what people wait for, a firewall in front. What it costs: docs/operations.md.

locals {
  environment = "prod"
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
    cidr                = var.network_cidr
    zones               = [for letter in var.zones : "${var.region}${letter}"]
    egress              = "nat_per_zone"
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "sqs"]
  }

  custom_domain = var.custom_domain
  domain_name   = var.domain_name
  zone_id       = var.zone_id
  vpc_origin    = var.vpc_origin
  waf_enabled   = true

  database = {
    instance_class       = "db.r7g.large"
    storage_gb           = 100
    max_storage_gb       = 1000
    multi_az             = true
    backup_days          = 14
    performance_insights = true
    client_cidrs         = var.database_client_cidrs
  }
  cache = { node_type = "cache.t4g.small", nodes = 2, snapshot_days = 7 }

  # One leads and the other schedulers stand by. More ingesters than two would only wait for each other in the database, and more pullers
  # than Flickr's hourly budget can feed have nothing to do.
  services = {
    api-server       = { cpu = 1024, memory_mb = 4096, min = 2, max = 8, settings = { FOVEA_WORKERS = "2" } }
    scheduler        = { min = 2, max = 2 }
    puller           = { cpu = 512, memory_mb = 1024, min = 2, max = 10, spot_share = 0.7, backlog_per_task = 100 }
    ingester         = { cpu = 1024, memory_mb = 2048, min = 2, max = 4, spot_share = 0.5, backlog_per_task = 200 }
    image-ingester   = { cpu = 1024, memory_mb = 2048, min = 1, max = 4, spot_share = 0.7, backlog_per_task = 100 }
    response-readers = { min = 2, max = 4, spot_share = 0.5, backlog_per_task = 500 }
  }

  image_search       = var.image_search
  protected          = var.protected
  log_retention_days = 365
  alarms             = var.alarm_recipients
  monthly_budget_usd = var.monthly_budget_usd
  delivery           = var.delivery
  generate_secrets   = var.generate_secrets
  given_secrets      = var.given_secrets
  secret_versions    = var.secret_versions
  source_keys        = var.source_keys
}
