# RDS for MariaDB. The administrator's password is made, kept and changed weekly by RDS in Secrets Manager: neither code nor
# state nor a person has it. Services log in as a lesser user, which the migration makes (see module secrets).

locals {
  family = "mariadb${join(".", slice(split(".", var.engine_version), 0, 2))}"
  parameters = merge(
    {
      character_set_server       = "utf8mb4"
      collation_server           = "utf8mb4_unicode_ci"
      innodb_print_all_deadlocks = "1"
      log_output                 = "FILE"
      long_query_time            = "2"
      max_allowed_packet         = "67108864"
      require_secure_transport   = "1"
      slow_query_log             = "1"
    },
    var.max_connections == null ? {} : { max_connections = tostring(var.max_connections) },
  )
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Where the database of ${var.name} lies"
  subnet_ids  = var.subnet_ids
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.name}-"
  description = "How the database of ${var.name} is set up"
  family      = local.family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "this" {
  #checkov:skip=CKV_AWS_157:a standby is a choice of the environment (multi_az); prod has one
  #checkov:skip=CKV_AWS_293:protection is a choice of the environment (deletion_protection); prod has it
  #checkov:skip=CKV_AWS_353:small instances have no Performance Insights; by variable
  identifier     = var.name
  engine         = "mariadb"
  engine_version = var.engine_version
  instance_class = var.instance_class
  db_name        = "fovea"
  port           = 3306

  username                            = "administrator"
  manage_master_user_password         = true
  master_user_secret_kms_key_id       = var.kms_key_arn
  iam_database_authentication_enabled = true

  allocated_storage     = var.storage_gb
  max_allocated_storage = var.max_storage_gb
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  multi_az               = var.multi_az
  publicly_accessible    = false
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  parameter_group_name   = aws_db_parameter_group.this.name
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period    = var.backup_days
  backup_window              = "03:00-04:00"
  maintenance_window         = "Mon:04:30-Mon:05:30"
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true
  delete_automated_backups   = !var.deletion_protection
  deletion_protection        = var.deletion_protection
  skip_final_snapshot        = !var.deletion_protection
  final_snapshot_identifier  = var.deletion_protection ? "${var.name}-last" : null

  enabled_cloudwatch_logs_exports       = ["error", "slowquery"]
  monitoring_interval                   = 60
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  performance_insights_enabled          = var.performance_insights
  performance_insights_kms_key_id       = var.performance_insights ? var.kms_key_arn : null
  performance_insights_retention_period = var.performance_insights ? 7 : null
}
