# What services must know and nobody else may. Values are made by Secrets Manager when they are written (ephemeral), and
# are written with arguments that Terraform never stores: they are in no plan and no state. What is written stays as it is
# until its version is raised. The keys of Flickr and of other sources are put by the operator (docs/operations.md).

locals {
  user = "fovea"

  service_token = var.generate ? one(ephemeral.aws_secretsmanager_random_password.service_token[*].random_password) : var.given.service_token
  # A SHA-256 of 64 random characters has the 32 bytes that AES-256 wants.
  token_keys = var.generate ? "key${var.versions.token_keys}:${base64sha256(one(ephemeral.aws_secretsmanager_random_password.token_key[*].random_password))}" : var.given.token_keys
  # So has what access tokens are signed with.
  access_token_keys = var.generate ? "key${var.versions.access_token_keys}:HS256:${base64sha256(one(ephemeral.aws_secretsmanager_random_password.access_token_key[*].random_password))}" : var.given.access_token_keys

  database          = var.database == null ? { host = "", port = 0, name = "", certificate_file = null } : var.database
  database_password = var.generate ? one(ephemeral.aws_secretsmanager_random_password.database[*].random_password) : var.given.database_password
  encryption        = local.database.certificate_file == null ? "ssl_check_hostname=false" : "ssl_ca=${local.database.certificate_file}"
}

ephemeral "aws_secretsmanager_random_password" "service_token" {
  count    = var.generate ? 1 : 0
  provider = aws.generator

  password_length     = 64
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "token_key" {
  count    = var.generate ? 1 : 0
  provider = aws.generator

  password_length     = 64
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "access_token_key" {
  count    = var.generate ? 1 : 0
  provider = aws.generator

  password_length     = 64
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "database" {
  count    = var.generate && var.database != null ? 1 : 0
  provider = aws.generator

  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "service_token" {
  #checkov:skip=CKV2_AWS_57:changed by raising its version and rolling out, so that both ends change together (docs/operations.md)
  name                    = "${var.name}/service-token"
  description             = "FOVEA_SERVICE_TOKEN: what services show to the internal API"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "service_token" {
  secret_id                = aws_secretsmanager_secret.service_token.id
  secret_string_wo         = local.service_token
  secret_string_wo_version = var.versions.service_token
}

resource "aws_secretsmanager_secret" "token_keys" {
  #checkov:skip=CKV2_AWS_57:a new key is put before the old ones, which still open what they sealed (docs/operations.md)
  name                    = "${var.name}/token-keys"
  description             = "FOVEA_TOKEN_KEYS: what the users' Flickr tokens are sealed with"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "token_keys" {
  secret_id                = aws_secretsmanager_secret.token_keys.id
  secret_string_wo         = local.token_keys
  secret_string_wo_version = var.versions.token_keys
}

resource "aws_secretsmanager_secret" "access_token_keys" {
  #checkov:skip=CKV2_AWS_57:a new key is put before the old ones, whose tokens end within minutes (docs/operations.md)
  name                    = "${var.name}/access-token-keys"
  description             = "FOVEA_ACCESS_TOKEN_KEYS: what the access tokens of programs are signed with"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "access_token_keys" {
  secret_id                = aws_secretsmanager_secret.access_token_keys.id
  secret_string_wo         = local.access_token_keys
  secret_string_wo_version = var.versions.access_token_keys
}

resource "aws_secretsmanager_secret" "database_url" {
  #checkov:skip=CKV2_AWS_57:changed by raising its version, migrating and rolling out, so that the user changes with it (docs/operations.md)
  count = var.database == null ? 0 : 1

  name                    = "${var.name}/database-url"
  description             = "FOVEA_DATABASE_URL: the database, and the user that services log in as"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "database_url" {
  count = var.database == null ? 0 : 1

  secret_id                = aws_secretsmanager_secret.database_url[0].id
  secret_string_wo         = "mysql+pymysql://${local.user}:${local.database_password}@${local.database.host}:${local.database.port}/${local.database.name}?${local.encryption}"
  secret_string_wo_version = var.versions.database_url
}

resource "aws_secretsmanager_secret" "flickr" {
  #checkov:skip=CKV2_AWS_57:Flickr alone makes these, on its page for apps
  name                    = "${var.name}/flickr"
  description             = "{\"FLICKR_API_KEY\": ..., \"FLICKR_API_SECRET\": ...} of the Flickr app, put by the operator"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret" "sources" {
  #checkov:skip=CKV2_AWS_57:each source alone makes its keys, on its page for apps
  name                    = "${var.name}/sources"
  description             = "Keys of sources by their settings ({\"TUMBLR_API_KEY\": ...}), put by the operator before they are named in source_keys"
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_ssm_parameter" "this" {
  for_each = var.parameters

  #checkov:skip=CKV2_AWS_34:these are no secrets (a validation sees to it); operators should read them without a key
  #checkov:skip=CKV_AWS_337:these are no secrets (a validation sees to it)
  name        = "/${var.name}/${each.key}"
  description = "A setting of the services; docs/settings.md explains it"
  type        = "String"
  value       = each.value
}
