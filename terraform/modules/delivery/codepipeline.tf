module "artifacts" {
  source = "../storage"
  count  = local.pipeline ? 1 : 0

  name                   = "${var.bucket_prefix}-delivery"
  keep_days              = 30
  keep_old_versions_days = 1
  kms_key_arn            = var.kms_key_arn
  deletable_with_objects = true
}

resource "aws_iam_role" "pipeline" {
  count = local.pipeline ? 1 : 0

  name        = "${var.name}-pipeline"
  description = "Starts the steps of delivering ${var.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "codepipeline.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "pipeline" {
  count = local.pipeline ? 1 : 0

  name = "pipeline"
  role = aws_iam_role.pipeline[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "TakeTheSource", Effect = "Allow", Action = ["codestar-connections:UseConnection"], Resource = [coalesce(var.connection_arn, "none")] },
      { Sid = "KeepIt", Effect = "Allow", Action = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], Resource = ["${module.artifacts[0].arn}/*"] },
      { Sid = "EncryptIt", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = [var.kms_key_arn] },
      { Sid = "StartTheSteps", Effect = "Allow", Action = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"], Resource = [for project in aws_codebuild_project.this : project.arn] },
    ]
  })
}

resource "aws_codepipeline" "this" {
  count = local.pipeline ? 1 : 0

  name           = var.name
  role_arn       = aws_iam_role.pipeline[0].arn
  pipeline_type  = "V2"
  execution_mode = "QUEUED" # a rollout is never overtaken by the next

  artifact_store {
    type     = "S3"
    location = module.artifacts[0].name

    encryption_key {
      type = "KMS"
      id   = var.kms_key_arn
    }
  }

  stage {
    name = "source"

    action {
      name             = "source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      namespace        = "source"
      output_artifacts = ["source"]

      configuration = {
        ConnectionArn        = var.connection_arn
        FullRepositoryId     = var.repository
        BranchName           = var.branch
        OutputArtifactFormat = "CODE_ZIP"
      }
    }
  }

  # The database is migrated before the services that want its new form (and the old services still take it: expand, then contract).
  dynamic "stage" {
    for_each = ["test", "images", "migrate", "rollout", "website"]

    content {
      name = stage.value

      action {
        name            = stage.value
        category        = "Build"
        owner           = "AWS"
        provider        = "CodeBuild"
        version         = "1"
        input_artifacts = ["source"]

        configuration = {
          ProjectName          = aws_codebuild_project.this[stage.value].name
          EnvironmentVariables = jsonencode([{ name = "IMAGE_TAG", value = "#{source.CommitId}", type = "PLAINTEXT" }])
        }
      }
    }
  }
}
