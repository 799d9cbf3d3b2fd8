mock_provider "aws" {}

variables {
  name                    = "fovea-test"
  vpc_id                  = "vpc-1"
  subnet_ids              = ["subnet-1", "subnet-2"]
  client_prefix_list_id   = "pl-1"
  tasks_security_group_id = "sg-1"
  log_bucket              = "fovea-test-logs"
}

run "a_private_one_takes_cloudfront_alone" {
  command = plan

  assert {
    condition     = aws_lb.this.internal && aws_vpc_security_group_ingress_rule.cloudfront.prefix_list_id == "pl-1" && aws_vpc_security_group_ingress_rule.cloudfront.cidr_ipv4 == null
    error_message = "Nobody goes around CloudFront."
  }

  assert {
    condition     = length(aws_lb_listener.https) == 0 && aws_lb_listener.http.default_action[0].type == "forward"
    error_message = "Without a certificate it serves HTTP inside of the network."
  }

  assert {
    condition     = aws_lb_target_group.this.health_check[0].path == "/health/ready" && aws_lb.this.access_logs[0].enabled
    error_message = "Only tasks that can work get requests, and accesses are logged."
  }
}

run "with_a_certificate_everything_is_encrypted" {
  command = plan

  variables {
    public      = true
    certificate = { arn = "arn:aws:acm:us-west-2:123456789012:certificate/test" }
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && startswith(aws_lb_listener.https[0].ssl_policy, "ELBSecurityPolicy-TLS13")
    error_message = "Plain HTTP is sent on to HTTPS of today."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    public     = true
    subnet_ids = ["subnet-1"]
    port       = 80
  }

  expect_failures = [var.certificate, var.subnet_ids, var.port]
}
