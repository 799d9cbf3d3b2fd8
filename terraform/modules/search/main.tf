# Amazon OpenSearch Service: where fingerprints are searched when the library has outgrown the memory of one machine. It lies inside of
# the network, takes only encrypted and signed requests, and knows two kinds of people: who searches and feeds (roles of tasks), and
# nobody else. All that is in it comes from the database, so nothing has to be restored.

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  # A domain's name is short.
  domain = "${var.name}-images"
  arn    = "arn:aws:es:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:domain/${local.domain}"
  logs   = { ES_APPLICATION_LOGS = "errors", SEARCH_SLOW_LOGS = "slow-searches", INDEX_SLOW_LOGS = "slow-writes", AUDIT_LOGS = "audit" }
}

resource "aws_opensearch_domain" "this" {
  #checkov:skip=CKV_AWS_318:dedicated masters are a choice of the environment (master_instance_type); prod has them
  #checkov:skip=CKV2_AWS_59:dedicated masters are a choice of the environment (master_instance_type); prod has them
  domain_name    = local.domain
  engine_version = "OpenSearch_${var.engine_version}"

  cluster_config {
    instance_type                 = var.instance_type
    instance_count                = var.instances
    zone_awareness_enabled        = var.zones > 1
    dedicated_master_enabled      = var.master_instance_type != null
    dedicated_master_type         = var.master_instance_type
    dedicated_master_count        = var.master_instance_type == null ? null : 3
    multi_az_with_standby_enabled = false

    dynamic "zone_awareness_config" {
      for_each = var.zones > 1 ? [var.zones] : []

      content {
        availability_zone_count = zone_awareness_config.value
      }
    }
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = var.storage_gb
  }

  vpc_options {
    subnet_ids         = slice(var.subnet_ids, 0, var.zones)
    security_group_ids = [aws_security_group.this.id]
  }

  encrypt_at_rest {
    enabled    = true
    kms_key_id = var.kms_key_arn
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  # No passwords: people of OpenSearch's own are off, and the master is a role.
  advanced_security_options {
    enabled                        = true
    internal_user_database_enabled = false

    master_user_options {
      master_user_arn = var.client_role_arns[var.administrator]
    }
  }

  log_publishing_options {
    enabled                  = true
    log_type                 = "ES_APPLICATION_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.this["ES_APPLICATION_LOGS"].arn
  }

  log_publishing_options {
    enabled                  = true
    log_type                 = "SEARCH_SLOW_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.this["SEARCH_SLOW_LOGS"].arn
  }

  log_publishing_options {
    enabled                  = true
    log_type                 = "INDEX_SLOW_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.this["INDEX_SLOW_LOGS"].arn
  }

  log_publishing_options {
    enabled                  = true
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = aws_cloudwatch_log_group.this["AUDIT_LOGS"].arn
  }

  auto_tune_options {
    desired_state       = startswith(var.instance_type, "t") ? "DISABLED" : "ENABLED" # small ones cannot
    rollback_on_disable = "NO_ROLLBACK"
  }

  software_update_options {
    auto_software_update_enabled = true
  }

  off_peak_window_options {
    enabled = true

    off_peak_window {
      window_start_time {
        hours   = 3
        minutes = 0
      }
    }
  }

  advanced_options = {
    # An index is named in the path of a request and nowhere else, so that the policy about paths holds.
    "rest.action.multi.allow_explicit_index" = "false"
    "indices.query.bool.max_clause_count"    = "1024"
    "override_main_response_version"         = "false"
  }

  lifecycle {
    precondition {
      condition     = length(var.subnet_ids) >= var.zones
      error_message = "The network has fewer zones than the cluster is to be spread over: lower zones, or add zones to the network."
    }
  }

  depends_on = [aws_cloudwatch_log_resource_policy.this]
}

resource "aws_opensearch_domain_policy" "this" {
  domain_name     = aws_opensearch_domain.this.domain_name
  access_policies = local.access
}
