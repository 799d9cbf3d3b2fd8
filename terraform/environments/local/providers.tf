# An endpoint of AWS's services on this machine or network (LocalStack, moto). It takes any credentials.

provider "aws" {
  region                      = var.region
  access_key                  = "local"
  secret_key                  = "local"
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true

  endpoints {
    iam            = var.endpoint_url
    kms            = var.endpoint_url
    s3             = var.endpoint_url
    secretsmanager = var.endpoint_url
    sqs            = var.endpoint_url
    ssm            = var.endpoint_url
    sts            = var.endpoint_url
  }
}

provider "aws" {
  alias                       = "generator"
  region                      = var.region
  access_key                  = "local"
  secret_key                  = "local"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true

  endpoints {
    secretsmanager = var.endpoint_url
    sts            = var.endpoint_url
  }
}
