mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
}

variables {
  name        = "fovea-test"
  zones       = ["us-west-2a", "us-west-2b"]
  kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/test"
}

run "subnets_do_not_overlap_and_none_gives_public_addresses" {
  command = plan

  assert {
    condition = length(distinct(concat(
      [for subnet in aws_subnet.public : subnet.cidr_block],
      [for subnet in aws_subnet.private : subnet.cidr_block],
      [for subnet in aws_subnet.isolated : subnet.cidr_block],
    ))) == 6
    error_message = "Each subnet has a range of its own."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : subnet.map_public_ip_on_launch != true])
    error_message = "Nothing gets a public address by itself."
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.nat) == 2
    error_message = "One gateway serves all zones unless more are asked for."
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "All traffic is logged."
  }
}

run "each_zone_has_its_own_gateway_where_that_is_asked" {
  command = plan

  variables {
    egress              = "nat_per_zone"
    interface_endpoints = ["sqs", "logs"]
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 2
    error_message = "A lost zone takes only its own gateway with it."
  }

  assert {
    condition     = aws_vpc_endpoint.interface["sqs"].service_name == "com.amazonaws.us-west-2.sqs"
    error_message = "Endpoints are those of the region."
  }
}

run "without_egress_there_is_no_way_out" {
  command = plan

  variables {
    egress = "none"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_route.nat) == 0
    error_message = "No gateway and no route to one."
  }
}

run "a_network_without_room_is_refused" {
  command = plan

  variables {
    cidr = "10.40.0.0/30"
  }

  expect_failures = [var.cidr]
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    cidr                = "52.10.0.0/16"
    zones               = ["us-west-2a"]
    interface_endpoints = ["ec2"]
    egress              = "somehow"
  }

  expect_failures = [var.cidr, var.zones, var.interface_endpoints, var.egress]
}
