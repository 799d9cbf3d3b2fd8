mock_provider "aws" {}

variables {
  name                      = "fovea-test"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2"]
  client_security_group_ids = { api-server = "sg-1" }
  kms_key_arn               = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "the_database_is_private_encrypted_and_backed_up" {
  command = plan

  variables {
    multi_az             = true
    instance_class       = "db.r7g.large"
    performance_insights = true
  }

  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_db_instance.this.storage_encrypted
    error_message = "Nobody outside reaches it, and what it stores is encrypted."
  }

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "RDS alone has the administrator's password."
  }

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Data can be restored, and is not lost by a slip."
  }

  assert {
    condition     = aws_db_instance.this.max_allocated_storage == 200
    error_message = "Storage grows by itself."
  }

  assert {
    condition     = contains([for one in aws_db_parameter_group.this.parameter : "${one.name}=${one.value}"], "require_secure_transport=1")
    error_message = "Connections without TLS are refused."
  }

  assert {
    condition     = aws_db_parameter_group.this.family == "mariadb10.11" && length(aws_vpc_security_group_ingress_rule.clients) == 1
    error_message = "The parameters are those of the version, and only named clients connect."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    client_cidrs         = ["0.0.0.0/0"]
    engine_version       = "10.6"
    max_storage_gb       = 21
    backup_days          = 0
    subnet_ids           = ["subnet-1"]
    instance_class       = "db.t4g.micro"
    performance_insights = true
  }

  expect_failures = [
    var.client_cidrs,
    var.engine_version,
    var.max_storage_gb,
    var.backup_days,
    var.subnet_ids,
    var.performance_insights,
  ]
}

run "a_public_range_that_looks_harmless_is_refused_too" {
  command = plan

  variables {
    client_cidrs = ["10.1.0.0/16", "172.32.0.0/16"]
    storage_gb   = 5
  }

  expect_failures = [var.client_cidrs, var.storage_gb]
}
