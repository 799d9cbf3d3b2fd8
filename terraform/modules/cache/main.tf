# ElastiCache for Valkey. Services log in by IAM, as the user of the installation: there is no password to keep or to change.

locals {
  user = var.name
}

resource "aws_elasticache_subnet_group" "this" {
  name        = var.name
  description = "Where the cache of ${var.name} lies"
  subnet_ids  = var.subnet_ids
}

resource "aws_elasticache_parameter_group" "this" {
  name        = var.name
  description = "How the cache of ${var.name} is set up"
  family      = "valkey${split(".", var.engine_version)[0]}"

  # Sessions and counters have an end; locks and fencing numbers must not be thrown out for them.
  parameter {
    name  = "maxmemory-policy"
    value = "volatile-lru"
  }
}

resource "aws_elasticache_user" "this" {
  user_id       = local.user
  user_name     = local.user # must be the same as the id where IAM checks who it is
  engine        = "valkey"
  access_string = "on ~* &* +@all -@admin -@dangerous +info"

  authentication_mode {
    type = "iam"
  }
}

resource "aws_elasticache_user_group" "this" {
  user_group_id = var.name
  engine        = "valkey"
  user_ids      = [aws_elasticache_user.this.user_id]
}

resource "aws_elasticache_replication_group" "this" {
  #checkov:skip=CKV_AWS_31:who connects is checked by IAM (user_group_ids), which is in place of a token
  #checkov:skip=CKV2_AWS_50:a replica in another zone is a choice of the environment (nodes); prod has one
  replication_group_id = var.name
  description          = "Sessions, locks, rate limits and budgets of ${var.name}"
  engine               = "valkey"
  engine_version       = var.engine_version
  node_type            = var.node_type
  num_cache_clusters   = var.nodes
  port                 = 6379
  parameter_group_name = aws_elasticache_parameter_group.this.name

  automatic_failover_enabled = var.nodes > 1
  multi_az_enabled           = var.nodes > 1

  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [aws_security_group.this.id]
  user_group_ids             = [aws_elasticache_user_group.this.user_group_id]
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn

  snapshot_retention_limit   = var.snapshot_days
  snapshot_window            = "02:00-03:00"
  maintenance_window         = "mon:05:30-mon:06:30"
  auto_minor_version_upgrade = true
  apply_immediately          = true
}
