# Only CloudFront reaches it, and it reaches only the public port of the API server: the internal port is not behind it.

resource "aws_lb" "this" {
  #checkov:skip=CKV_AWS_150:protection is a choice of the environment (deletion_protection); prod has it
  #checkov:skip=CKV2_AWS_20:a private one without a certificate forwards; with one, plain HTTP is redirected
  #checkov:skip=CKV2_AWS_28:WAF stands before CloudFront (module waf), the only way here
  name                       = var.name
  load_balancer_type         = "application"
  internal                   = !var.public
  subnets                    = var.subnet_ids
  security_groups            = [aws_security_group.this.id]
  idle_timeout               = 60 # the API server keeps its connections for longer
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "defensive"
  enable_deletion_protection = var.deletion_protection

  access_logs {
    enabled = true
    bucket  = var.log_bucket
    prefix  = "load-balancer"
  }
}

resource "aws_lb_target_group" "this" {
  #checkov:skip=CKV_AWS_378:the last steps are inside of the private network, between two security groups
  name                 = var.name
  vpc_id               = var.vpc_id
  target_type          = "ip"
  protocol             = "HTTP"
  port                 = var.port
  deregistration_delay = 30

  health_check {
    path                = "/health/ready"
    matcher             = "200"
    interval            = 15
    timeout             = 6
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "https" {
  count = var.certificate == null ? 0 : 1

  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate.arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this.arn
  }
}

resource "aws_lb_listener" "http" {
  #checkov:skip=CKV_AWS_2:without a certificate only a private one is made, which CloudFront reaches over AWS's own network
  #checkov:skip=CKV_AWS_103:as above; with a certificate this listener only redirects
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type             = var.certificate == null ? "forward" : "redirect"
    target_group_arn = var.certificate == null ? aws_lb_target_group.this.arn : null

    dynamic "redirect" {
      for_each = var.certificate == null ? [] : [1]

      content {
        protocol    = "HTTPS"
        port        = "443"
        status_code = "HTTP_301"
      }
    }
  }
}
