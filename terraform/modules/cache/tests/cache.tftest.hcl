mock_provider "aws" {}

variables {
  name                      = "fovea-test"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2"]
  client_security_group_ids = { api-server = "sg-1", puller = "sg-2" }
  kms_key_arn               = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "the_cache_takes_only_encrypted_connections_of_known_roles" {
  command = plan

  variables {
    nodes = 2
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_mode == "required" && aws_elasticache_replication_group.this.at_rest_encryption_enabled
    error_message = "What goes over the network and what is stored is encrypted."
  }

  assert {
    condition     = aws_elasticache_user.this.authentication_mode[0].type == "iam" && contains(aws_elasticache_replication_group.this.user_group_ids, "fovea-test")
    error_message = "There is no password: IAM says who connects."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "With two nodes, another zone takes over."
  }

  assert {
    condition     = !strcontains(aws_elasticache_user.this.access_string, "+@admin") && length(aws_vpc_security_group_ingress_rule.clients) == 2
    error_message = "Services cannot administer the cache, and only they reach it."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    nodes          = 0
    engine_version = "6.2"
    node_type      = "t4g.micro"
    snapshot_days  = 99
  }

  expect_failures = [var.nodes, var.engine_version, var.node_type, var.snapshot_days]
}
