mock_provider "aws" {}

variables {
  name   = "fovea-test"
  vpc_id = "vpc-1"
}

run "workers_may_run_on_spot_capacity" {
  command = plan

  assert {
    condition     = contains(aws_ecs_cluster_capacity_providers.this.capacity_providers, "FARGATE_SPOT")
    error_message = "Spot is offered beside the regular capacity."
  }

  assert {
    condition     = aws_service_discovery_private_dns_namespace.this.name == "fovea-test.internal"
    error_message = "Services find each other under the name of the installation."
  }
}

run "a_cluster_that_cannot_count_its_tasks_is_refused" {
  command = plan

  variables {
    name               = "Fovea Test"
    container_insights = "disabled"
  }

  expect_failures = [var.name, var.container_insights]
}
