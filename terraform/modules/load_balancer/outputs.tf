output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "How CloudWatch names the load balancer."
  value       = aws_lb.this.arn_suffix
}

output "domain_name" {
  description = "Host name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "encrypted" {
  description = "Whether it serves HTTPS."
  value       = var.certificate != null
}

output "security_group_id" {
  description = "Security group of the load balancer."
  value       = aws_security_group.this.id
}

output "target_group_arn" {
  description = "Target group of the API server."
  value       = aws_lb_target_group.this.arn

  # A service can register only with a target group that some listener sends to.
  depends_on = [aws_lb_listener.http, aws_lb_listener.https]
}

output "target_group_arn_suffix" {
  description = "How CloudWatch names the target group."
  value       = aws_lb_target_group.this.arn_suffix
}

output "request_count_label" {
  description = "What scaling by requests of a task calls the pair of load balancer and target group."
  value       = "${aws_lb.this.arn_suffix}/${aws_lb_target_group.this.arn_suffix}"
}
