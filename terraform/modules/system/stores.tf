# Where data is kept, and who may reach it.

module "database" {
  source = "../database"

  name                 = var.name
  vpc_id               = module.network.vpc_id
  subnet_ids           = module.network.isolated_subnet_ids
  engine_version       = var.database.engine_version
  instance_class       = var.database.instance_class
  storage_gb           = var.database.storage_gb
  max_storage_gb       = var.database.max_storage_gb
  multi_az             = var.database.multi_az
  backup_days          = var.database.backup_days
  performance_insights = var.database.performance_insights
  client_cidrs         = var.database.client_cidrs
  deletion_protection  = var.protected
  kms_key_arn          = module.secrets.kms_key_arn

  client_security_group_ids = {
    api-server     = module.service["api-server"].security_group_id
    ingester       = module.service["ingester"].security_group_id
    image-ingester = module.service["image-ingester"].security_group_id
    migration      = module.migration.security_group_id
  }
}

module "cache" {
  source = "../cache"

  name          = var.name
  vpc_id        = module.network.vpc_id
  subnet_ids    = module.network.isolated_subnet_ids
  node_type     = var.cache.node_type
  nodes         = var.cache.nodes
  snapshot_days = var.cache.snapshot_days
  kms_key_arn   = module.secrets.kms_key_arn

  client_security_group_ids = { for name in keys(local.services) : name => module.service[name].security_group_id if local.services[name].cache }
}

# Only where a library has outgrown the memory of one task.
module "search" {
  source = "../search"
  count  = local.cluster_searches ? 1 : 0

  name                 = var.name
  vpc_id               = module.network.vpc_id
  subnet_ids           = module.network.isolated_subnet_ids
  engine_version       = var.image_search.engine_version
  instance_type        = var.image_search.instance_type
  instances            = var.image_search.instances
  zones                = var.image_search.zones
  master_instance_type = var.image_search.master_instance_type
  storage_gb           = var.image_search.storage_gb
  log_retention_days   = var.log_retention_days
  kms_key_arn          = module.secrets.kms_key_arn

  # Whoever answers searches also feeds the cluster; nobody else asks it anything.
  client_security_group_ids = { api-server = module.service["api-server"].security_group_id }
  client_role_arns          = { api-server = module.service["api-server"].task_role_arn }
}

module "queue" {
  source   = "../queue"
  for_each = toset(["puller", "puller-background", "puller-response", "ingester", "ingester-response", "images", "images-background"])

  name = "${local.queue_prefix}${each.key}"
}
