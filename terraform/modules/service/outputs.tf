output "name" {
  description = "Name of the service in its cluster."
  value       = local.full_name
}

output "security_group_id" {
  description = "Security group of the tasks."
  value       = aws_security_group.this.id
}

output "task_definition_family" {
  description = "Family of the task definitions, for rolling out and for starting one-off tasks."
  value       = aws_ecs_task_definition.this.family
}

output "role_arns" {
  description = "Roles that tasks take, which a delivery must be allowed to pass on."
  value       = [aws_iam_role.execution.arn, aws_iam_role.task.arn]
}

output "task_role_arn" {
  description = "Role of what runs."
  value       = aws_iam_role.task.arn
}

output "environment" {
  description = "Names of all settings that the task gets."
  value       = sort(concat(keys(var.environment), keys(var.secrets)))
}
