mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
}

variables {
  name                      = "fovea-test"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2", "subnet-3"]
  client_security_group_ids = { api-server = "sg-1" }
  client_role_arns          = { api-server = "arn:aws:iam::123456789012:role/fovea-test-api-server-run" }
  log_retention_days        = 14
  kms_key_arn               = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "everything_is_encrypted_and_inside_of_the_network" {
  command = plan

  assert {
    condition     = aws_opensearch_domain.this.encrypt_at_rest[0].enabled && aws_opensearch_domain.this.encrypt_at_rest[0].kms_key_id == var.kms_key_arn && aws_opensearch_domain.this.node_to_node_encryption[0].enabled
    error_message = "What is stored and what goes between instances is encrypted."
  }

  assert {
    condition     = aws_opensearch_domain.this.domain_endpoint_options[0].enforce_https && aws_opensearch_domain.this.domain_endpoint_options[0].tls_security_policy == "Policy-Min-TLS-1-2-PFS-2023-10"
    error_message = "Only TLS 1.2 and newer are spoken."
  }

  assert {
    condition     = aws_opensearch_domain.this.vpc_options[0].subnet_ids == toset(["subnet-1"]) && length(aws_vpc_security_group_ingress_rule.clients) == 1 && alltrue([for rule in aws_vpc_security_group_ingress_rule.clients : rule.from_port == 443 && rule.cidr_ipv4 == null])
    error_message = "It lies in the isolated subnets, and only clients reach it."
  }

  assert {
    condition     = length(aws_cloudwatch_log_group.this) == 4 && alltrue([for name in keys(aws_cloudwatch_log_group.this) : aws_cloudwatch_log_group.this[name].kms_key_id == var.kms_key_arn])
    error_message = "Errors, slow searches, slow writes and who did what are logged, encrypted."
  }
}

run "only_named_roles_ask_and_none_has_a_password" {
  command = plan

  assert {
    condition     = !aws_opensearch_domain.this.advanced_security_options[0].internal_user_database_enabled && aws_opensearch_domain.this.advanced_security_options[0].enabled && aws_opensearch_domain.this.advanced_security_options[0].master_user_options[0].master_user_arn == var.client_role_arns["api-server"]
    error_message = "Who asks is a role; there are no passwords."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_opensearch_domain_policy.this.access_policies).Statement : statement.Principal.AWS == ["arn:aws:iam::123456789012:role/fovea-test-api-server-run"] && endswith(statement.Resource, ":domain/fovea-test-images/fovea-images-*") && alltrue([for action in statement.Action : startswith(action, "es:ESHttp") && action != "es:ESHttp*"])])
    error_message = "Roles may ask about the indices of images, and change nothing of the domain."
  }
}

run "spread_over_zones_it_survives_the_loss_of_one" {
  command = plan

  variables {
    instance_type        = "r7g.large.search"
    instances            = 3
    zones                = 3
    master_instance_type = "m7g.medium.search"
  }

  assert {
    condition     = aws_opensearch_domain.this.cluster_config[0].zone_awareness_enabled && aws_opensearch_domain.this.cluster_config[0].zone_awareness_config[0].availability_zone_count == 3 && length(aws_opensearch_domain.this.vpc_options[0].subnet_ids) == 3
    error_message = "There is an instance in each zone."
  }

  assert {
    condition     = aws_opensearch_domain.this.cluster_config[0].dedicated_master_count == 3 && aws_opensearch_domain.this.auto_tune_options[0].desired_state == "ENABLED"
    error_message = "Three masters keep it together."
  }
}

run "more_zones_than_the_network_has_are_refused" {
  command = plan

  variables {
    subnet_ids = ["subnet-1"]
    instances  = 2
    zones      = 2
  }

  expect_failures = [aws_opensearch_domain.this]
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    client_role_arns     = { api-server = "*" }
    engine_version       = "1.3"
    instance_type        = "r7g.large"
    instances            = 3
    zones                = 2
    master_instance_type = "m7g.medium"
    storage_gb           = 5
  }

  expect_failures = [var.client_role_arns, var.engine_version, var.instance_type, var.instances, var.master_instance_type, var.storage_gb]
}

run "an_administrator_who_is_no_client_is_refused" {
  command = plan

  variables {
    administrator = "nobody"
  }

  expect_failures = [var.administrator]
}
