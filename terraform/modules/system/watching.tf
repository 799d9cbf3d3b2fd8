locals {
  # Where pullers may sleep, none is no fault.
  sleepers = [for name, size in local.sizes : "no-${name}" if size.min == 0]
  absent   = local.cluster_searches ? [] : ["search-red", "search-yellow", "search-storage-low", "search-memory-low", "search-writes-blocked"]
}

module "observability" {
  source = "../observability"

  name               = var.name
  environment        = var.environment
  recipients         = { critical = var.alarms.critical, warning = var.alarms.warning }
  alarms_enabled     = var.alarms.enabled
  alarms_left_out    = toset(concat(local.sleepers, local.absent))
  monthly_budget_usd = var.monthly_budget_usd
  kms_key_arn        = module.secrets.kms_key_arn

  watched = {
    queue_prefix             = local.queue_prefix
    cluster_name             = module.cluster.name
    api_server_service       = module.service["api-server"].name
    scheduler_service        = module.service["scheduler"].name
    puller_service           = module.service["puller"].name
    ingester_service         = module.service["ingester"].name
    image_ingester_service   = module.service["image-ingester"].name
    response_readers_service = module.service["response-readers"].name
    load_balancer            = module.load_balancer.arn_suffix
    target_group             = module.load_balancer.target_group_arn_suffix
    database_id              = module.database.identifier
    cache_id                 = module.cache.identifier
    distribution_id          = module.frontend.distribution_id
    search_domain            = local.cluster_searches ? module.search[0].domain_name : "none"
  }
}
