output "github_role_arn" {
  description = "Role that GitHub Actions takes, for method github."
  value       = one(aws_iam_role.github[*].arn)
}

output "pipeline" {
  description = "Name of the pipeline, for method codepipeline."
  value       = one(aws_codepipeline.this[*].name)
}
