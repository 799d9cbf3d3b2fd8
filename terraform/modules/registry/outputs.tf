output "urls" {
  description = "Address of each service's images, without a tag."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "arns" {
  description = "ARN of each service's repository."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.arn }
}
