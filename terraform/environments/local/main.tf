# What services on this machine need of AWS: queues, secrets, parameters, a bucket. The services run from compose.yaml or `fovea up`,
# and database and cache beside them.

module "secrets" {
  source = "../../modules/secrets"

  providers = {
    aws           = aws
    aws.generator = aws.generator
  }

  name          = var.name
  generate      = var.generate_secrets
  given         = var.given_secrets
  recovery_days = 0

  parameters = {
    FOVEA_QUEUE_PREFIX = "${var.name}-"
    FOVEA_STORAGE_URL  = "s3://${module.objects.name}"
  }
}

module "queue" {
  source   = "../../modules/queue"
  for_each = toset(["puller", "puller-background", "puller-response", "ingester", "ingester-response", "images", "images-background"])

  name = "${var.name}-${each.key}"
}

module "objects" {
  source = "../../modules/storage"

  name                   = "${var.name}-objects"
  keep_parts_days        = { "incoming/" = 7 } # uploads that nobody came for
  deletable_with_objects = true
}
