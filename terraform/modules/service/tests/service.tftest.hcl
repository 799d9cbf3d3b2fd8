mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "us-west-2" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-west-2:123456789012:log-group:test" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/test" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/test:1" }
  }
  mock_resource "aws_appautoscaling_policy" {
    defaults = { arn = "arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:test" }
  }
}

variables {
  name           = "fovea-test"
  service        = "puller"
  module_name    = "puller"
  image          = "123456789012.dkr.ecr.us-west-2.amazonaws.com/fovea-test/puller:abc123"
  repository_arn = "arn:aws:ecr:us-west-2:123456789012:repository/fovea-test/puller"
  environment    = { FOVEA_ENVIRONMENT = "test" }
  secrets = {
    FLICKR_API_KEY     = "arn:aws:secretsmanager:us-west-2:123456789012:secret:fovea-test/flickr-AbCdEf:FLICKR_API_KEY::"
    FLICKR_API_SECRET  = "arn:aws:secretsmanager:us-west-2:123456789012:secret:fovea-test/flickr-AbCdEf:FLICKR_API_SECRET::"
    FOVEA_QUEUE_PREFIX = "arn:aws:ssm:us-west-2:123456789012:parameter/fovea-test/FOVEA_QUEUE_PREFIX"
  }
  kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/test"
  receives_from = {
    puller = {
      arn             = "arn:aws:sqs:us-west-2:123456789012:fovea-test-puller"
      dead_letter_arn = "arn:aws:sqs:us-west-2:123456789012:fovea-test-puller-dead-letter"
      name            = "fovea-test-puller"
    }
  }
  sends_to = {
    ingester = {
      arn             = "arn:aws:sqs:us-west-2:123456789012:fovea-test-ingester"
      dead_letter_arn = "arn:aws:sqs:us-west-2:123456789012:fovea-test-ingester-dead-letter"
    }
  }
  cluster     = { name = "fovea-test", arn = "arn:aws:ecs:us-west-2:123456789012:cluster/fovea-test" }
  vpc_id      = "vpc-1"
  subnet_ids  = ["subnet-1"]
  health_port = 8442
  tasks       = { min = 0, max = 10 }
  scaling     = { backlog_per_task = 20 }
  spot_share  = 0.7
}

run "a_worker_may_do_only_what_it_must" {
  command = apply

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.task[0].policy).Statement :
      alltrue([for resource in statement.Resource : resource != "*"]) && alltrue([for action in statement.Action : !endswith(action, "*")])
    ])
    error_message = "A running task is allowed nothing in general."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.task[0].policy).Statement :
      statement.Sid != "Receive" || statement.Resource == ["arn:aws:sqs:us-west-2:123456789012:fovea-test-puller"]
    ])
    error_message = "It receives from its own queue alone."
  }

  assert {
    condition = one([
      for statement in jsondecode(aws_iam_role_policy.execution.policy).Statement : statement.Resource if statement.Sid == "ReadItsSecrets"
    ]) == ["arn:aws:secretsmanager:us-west-2:123456789012:secret:fovea-test/flickr-AbCdEf"]
    error_message = "Its own secrets, named once and whole, are all that it reads."
  }
}

run "only_who_fetches_from_strangers_and_keeps_objects_may" {
  command = apply

  variables {
    keeps_in    = { objects = "arn:aws:s3:::fovea-test-objects" }
    reaches_web = true
  }

  assert {
    condition = length([
      for statement in jsondecode(aws_iam_role_policy.task[0].policy).Statement : statement
      if statement.Sid == "KeepObjects" && statement.Resource == ["arn:aws:s3:::fovea-test-objects/*"]
    ]) == 1
    error_message = "A service that keeps objects must reach those of its bucket, and no others."
  }

  assert {
    condition     = length(aws_vpc_security_group_egress_rule.http) == 1
    error_message = "Addresses of strangers may be without TLS."
  }
}

run "a_task_writes_nowhere_but_in_its_scratch_folder_and_is_watched" {
  command = apply

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this.container_definitions)[0].readonlyRootFilesystem
    error_message = "Its root is read-only."
  }

  assert {
    condition     = strcontains(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].healthCheck.command[3], ":8442/health/live")
    error_message = "A stuck task is noticed."
  }

  assert {
    condition     = !strcontains(jsonencode(jsondecode(aws_ecs_task_definition.this.container_definitions)[0].environment), "FLICKR")
    error_message = "No secret stands in the task definition."
  }

  assert {
    condition     = aws_ecs_service.this[0].deployment_circuit_breaker[0].rollback && !aws_ecs_service.this[0].network_configuration[0].assign_public_ip
    error_message = "A bad rollout goes back by itself, and tasks have no public address."
  }

  assert {
    condition     = { for one in aws_ecs_service.this[0].capacity_provider_strategy : one.capacity_provider => one.weight } == { FARGATE = 3, FARGATE_SPOT = 7 }
    error_message = "Seven tasks in ten run on spare capacity."
  }
}

run "a_worker_reaches_no_plain_web_and_keeps_nothing" {
  command = apply

  assert {
    condition     = length(aws_vpc_security_group_egress_rule.http) == 0 && !strcontains(aws_iam_role_policy.task[0].policy, "s3:")
    error_message = "Who needs neither the open web nor objects must not have them."
  }
}

run "the_number_of_workers_follows_their_backlog_from_nothing" {
  command = apply

  assert {
    condition     = one([for metric in aws_appautoscaling_policy.backlog[0].target_tracking_scaling_policy_configuration[0].customized_metric_specification[0].metrics : metric.expression if metric.id == "each"]) == "IF(FILL(tasks, 0) > 0, (FILL(waiting0, 0)) / tasks, FILL(waiting0, 0))"
    error_message = "Messages are divided among the tasks that run."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.wake) == 1
    error_message = "The first message starts a task."
  }
}

run "a_one_off_task_is_no_service" {
  command = plan

  variables {
    one_off       = true
    module_name   = "api_server.migrate"
    health_port   = null
    receives_from = {}
    sends_to      = {}
    scaling       = {}
    tasks         = { min = 1, max = 1 }
  }

  assert {
    condition     = length(aws_ecs_service.this) == 0 && length(aws_appautoscaling_target.this) == 0 && length(aws_iam_role_policy.task) == 0
    error_message = "Nothing runs by itself, and it may do nothing at AWS."
  }
}

run "bad_settings_are_refused_each_with_what_to_do" {
  command = plan

  variables {
    image       = "fovea/puller:latest"
    cpu         = 1024
    memory_mb   = 512
    environment = { FLICKR_API_SECRET = "readable" }
    health_port = null
    spot_share  = 7
    scaling     = { cpu_percent = 99 }
  }

  expect_failures = [var.image, var.memory_mb, var.environment, var.health_port, var.spot_share, var.scaling]
}

run "a_service_that_nothing_would_start_again_is_refused" {
  command = plan

  variables {
    scaling = { cpu_percent = 60 }
  }

  expect_failures = [var.tasks]
}

run "who_searches_on_a_cluster_may_ask_about_its_indices_only" {
  command = apply

  variables {
    searches_on = { images = "arn:aws:es:us-west-2:123456789012:domain/fovea-test-images/fovea-images-*" }
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.task[0].policy).Statement : statement.Resource if statement.Sid == "SearchImages"] == [["arn:aws:es:us-west-2:123456789012:domain/fovea-test-images/fovea-images-*"]]
    error_message = "It may ask about these indices."
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.task[0].policy).Statement : alltrue([for action in statement.Action : startswith(action, "es:ESHttp") && !endswith(action, "*")]) if statement.Sid == "SearchImages"])
    error_message = "It may change nothing of the domain itself."
  }
}
