# Who runs, what each may know and whom each may reach. As in docs/architecture.md: only the API server and the ingesters hold the
# database's credentials; pullers, which handle what strangers wrote, hold only the sources' keys and their queues. Pictures of strangers are
# decoded in processes that hold nothing at all.

locals {
  ports = { public = 8400, internal = 8401, database = 3306, cache = 6379 }

  services = {
    api-server = {
      module   = "api_server"
      image    = "api-server"
      health   = local.ports.public
      database = true
      cache    = true
      internal = false
      objects  = true
      web      = true
      sends    = ["puller", "puller-background", "images", "images-background"]
      receives = []
      counts   = ["puller", "puller-background", "images", "images-background"]
      ports    = [local.ports.public, local.ports.internal]
      secrets  = ["FOVEA_DATABASE_URL", "FOVEA_SERVICE_TOKEN", "FOVEA_TOKEN_KEYS", "FOVEA_ACCESS_TOKEN_KEYS", "FLICKR_API_KEY", "FLICKR_API_SECRET"]
      settings = ["FOVEA_PUBLIC_URL", "FOVEA_QUEUE_PREFIX", "FOVEA_REDIS_URL", "FOVEA_STORAGE_URL", "FOVEA_STORAGE_PUBLIC_URL"]
    }
    scheduler = {
      module   = "scheduler"
      image    = "scheduler"
      health   = 8441
      database = false
      cache    = true
      internal = true
      objects  = false
      web      = false
      sends    = ["puller", "puller-background", "images", "images-background"]
      receives = []
      counts   = ["puller", "puller-background", "puller-response", "ingester", "ingester-response", "images", "images-background"]
      ports    = [8441]
      secrets  = ["FOVEA_SERVICE_TOKEN"]
      settings = ["FOVEA_INTERNAL_API_URL", "FOVEA_QUEUE_PREFIX", "FOVEA_REDIS_URL"]
    }
    puller = {
      module   = "puller"
      image    = "puller"
      health   = 8442
      database = false
      cache    = true
      internal = false
      objects  = false
      web      = true
      sends    = ["ingester", "puller-response"]
      receives = ["puller", "puller-background"]
      counts   = []
      ports    = [8442]
      secrets  = concat(["FLICKR_API_KEY", "FLICKR_API_SECRET"], sort(var.source_keys))
      settings = ["FOVEA_QUEUE_PREFIX", "FOVEA_REDIS_URL"]
    }
    ingester = {
      module   = "ingester"
      image    = "ingester"
      health   = 8450
      database = true
      cache    = false
      internal = false
      objects  = false
      web      = false
      sends    = ["ingester-response", "images-background"]
      receives = ["ingester"]
      counts   = []
      ports    = [8450]
      secrets  = ["FOVEA_DATABASE_URL"]
      settings = ["FOVEA_QUEUE_PREFIX"]
    }
    image-ingester = {
      module   = "ingester.images"
      image    = "ingester"
      health   = 8455
      database = true
      cache    = true
      internal = false
      objects  = true
      web      = true
      sends    = ["puller-response"]
      receives = ["images", "images-background"]
      counts   = []
      ports    = [8455]
      secrets  = ["FOVEA_DATABASE_URL"]
      settings = ["FOVEA_QUEUE_PREFIX", "FOVEA_REDIS_URL", "FOVEA_STORAGE_URL"]
    }
    response-readers = {
      module   = "response_readers"
      image    = "response-readers"
      health   = 8460
      database = false
      cache    = false
      internal = true
      objects  = false
      web      = false
      sends    = []
      receives = ["puller-response", "ingester-response"]
      counts   = []
      ports    = [8460]
      secrets  = ["FOVEA_SERVICE_TOKEN"]
      settings = ["FOVEA_INTERNAL_API_URL", "FOVEA_QUEUE_PREFIX"]
    }
  }

  small = { cpu = 256, memory_mb = 512, min = 1, max = 1, spot_share = 0, backlog_per_task = null, settings = {} }
  sizes = { for name in keys(local.services) : name => try(var.services[name], local.small) }

  common = {
    AWS_DEFAULT_REGION = data.aws_region.current.name
    FOVEA_ENVIRONMENT  = var.environment
  }
  own = { for name, service in local.services : name => name == "api-server" ? {
    FOVEA_HOST            = "0.0.0.0"
    FOVEA_PORT            = tostring(local.ports.public)
    FOVEA_INTERNAL_HOST   = "0.0.0.0"
    FOVEA_INTERNAL_PORT   = tostring(local.ports.internal)
    FOVEA_TRUSTED_PROXIES = module.network.cidr
    } : {
    FOVEA_HEALTH_HOST = "0.0.0.0"
    FOVEA_HEALTH_PORT = tostring(service.health)
  } }
  searching = { for name in keys(local.services) : name => local.cluster_searches && name == "api-server" ? tomap({
    FOVEA_IMAGE_INDEX    = "opensearch"
    FOVEA_OPENSEARCH_URL = module.search[0].url
  }) : tomap({}) }
}

module "registry" {
  source = "../registry"

  name                  = var.name
  kms_key_arn           = module.secrets.kms_key_arn
  deletable_with_images = !var.protected
}

module "cluster" {
  source = "../cluster"

  name   = var.name
  vpc_id = module.network.vpc_id
}

module "service" {
  source   = "../service"
  for_each = local.services

  name               = var.name
  service            = each.key
  module_name        = each.value.module
  image              = "${module.registry.urls[each.value.image]}:${var.image_tag}"
  repository_arn     = module.registry.arns[each.value.image]
  architecture       = var.architecture
  cpu                = local.sizes[each.key].cpu
  memory_mb          = local.sizes[each.key].memory_mb
  tasks              = { min = local.sizes[each.key].min, max = local.sizes[each.key].max }
  spot_share         = local.sizes[each.key].spot_share
  cluster            = { name = module.cluster.name, arn = module.cluster.arn }
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.private_subnet_ids
  kms_key_arn        = module.secrets.kms_key_arn
  log_retention_days = var.log_retention_days
  health_port        = each.value.health
  ports              = each.value.ports

  environment = merge(local.common, local.own[each.key], local.searching[each.key], local.sizes[each.key].settings)
  secrets = merge(
    { for name in each.value.secrets : name => module.secrets.secrets[name] },
    { for name in each.value.settings : name => module.secrets.parameters[name] },
  )

  sends_to      = { for name in each.value.sends : name => module.queue[name] }
  receives_from = { for name in each.value.receives : name => module.queue[name] }
  counts        = { for name in each.value.counts : name => module.queue[name] }
  cache_arns    = each.value.cache ? module.cache.connect_arns : []
  searches_on   = local.cluster_searches && each.key == "api-server" ? { images = module.search[0].index_arn } : {}
  keeps_in      = each.value.objects ? { objects = module.frontend.objects_bucket.arn } : {}
  reaches_web   = each.value.web

  scaling = {
    backlog_per_task = local.sizes[each.key].backlog_per_task
    cpu_percent      = each.key == "api-server" ? 60 : null
    requests         = each.key == "api-server" ? { per_task = 600, label = module.load_balancer.request_count_label } : null
  }

  target_group = each.key == "api-server" ? { arn = module.load_balancer.target_group_arn, port = local.ports.public } : null
  namespace    = each.key == "api-server" ? { id = module.cluster.namespace_id } : null

  reaches = merge(
    each.value.database ? { database = { port = local.ports.database, security_group_id = module.database.security_group_id } } : {},
    each.value.cache ? { cache = { port = local.ports.cache, security_group_id = module.cache.security_group_id } } : {},
  )
  reached_by = each.key == "api-server" ? {
    load-balancer = { port = local.ports.public, security_group_id = module.load_balancer.security_group_id }
  } : {}
}

# The internal port, for those who may call it. Here and not in the module, for both ends are services.
resource "aws_vpc_security_group_ingress_rule" "internal" {
  for_each = toset([for name, service in local.services : name if service.internal])

  security_group_id            = module.service["api-server"].security_group_id
  description                  = "Internal API for ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = local.ports.internal
  to_port                      = local.ports.internal
  referenced_security_group_id = module.service[each.key].security_group_id
}

resource "aws_vpc_security_group_egress_rule" "internal" {
  for_each = toset([for name, service in local.services : name if service.internal])

  security_group_id            = module.service[each.key].security_group_id
  description                  = "Internal API"
  ip_protocol                  = "tcp"
  from_port                    = local.ports.internal
  to_port                      = local.ports.internal
  referenced_security_group_id = module.service["api-server"].security_group_id
}

# Run once before each rollout (terraform/scripts/deliver.py migrate). It alone knows the administrator: it makes the tables, and
# the lesser user that the services log in as.
module "migration" {
  source = "../service"

  name               = var.name
  service            = "migration"
  module_name        = "api_server.migrate"
  one_off            = true
  image              = "${module.registry.urls["api-server"]}:${var.image_tag}"
  repository_arn     = module.registry.arns["api-server"]
  architecture       = var.architecture
  cluster            = { name = module.cluster.name, arn = module.cluster.arn }
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.private_subnet_ids
  kms_key_arn        = module.secrets.kms_key_arn
  log_retention_days = var.log_retention_days
  environment        = local.common
  reaches            = { database = { port = local.ports.database, security_group_id = module.database.security_group_id } }

  secrets = {
    FOVEA_DATABASE_URL           = module.secrets.secrets["FOVEA_DATABASE_URL"]
    FOVEA_DATABASE_ADMINISTRATOR = module.database.administrator_secret_arn
  }
}
