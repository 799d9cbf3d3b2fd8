resource "aws_security_group" "this" {
  name        = "${var.name}-load-balancer"
  description = "The load balancer: CloudFront in, the API server out"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-load-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  security_group_id = aws_security_group.this.id
  description       = "CloudFront"
  ip_protocol       = "tcp"
  from_port         = var.certificate == null ? 80 : 443
  to_port           = var.certificate == null ? 80 : 443
  prefix_list_id    = var.client_prefix_list_id
}

resource "aws_vpc_security_group_egress_rule" "tasks" {
  security_group_id            = aws_security_group.this.id
  description                  = "Tasks of the API server"
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
  referenced_security_group_id = var.tasks_security_group_id
}
