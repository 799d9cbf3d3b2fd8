locals {
  full_name = "${var.name}-${var.service}"
  probe     = "import urllib.request as r; r.urlopen('http://127.0.0.1:${coalesce(var.health_port, 1)}/health/live', timeout=4)"
  # A weight of 0 to 10 each. The first task never is one that can be taken away, unless all are.
  spot    = floor(var.spot_share * 10)
  regular = 10 - local.spot
}

data "aws_region" "current" {}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:how long logs are kept is a choice of the environment; prod keeps a year
  name              = "/${var.name}/${var.service}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_ecs_task_definition" "this" {
  family                   = local.full_name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mb
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.architecture
  }

  # The one place that can be written to; gone with the task.
  volume {
    name = "scratch"
  }

  container_definitions = jsonencode([merge(
    {
      name                   = var.service
      image                  = var.image
      essential              = true
      entryPoint             = ["python", "-m", var.module_name]
      command                = []
      readonlyRootFilesystem = true
      stopTimeout            = 60
      linuxParameters        = { initProcessEnabled = true }
      mountPoints            = [{ sourceVolume = "scratch", containerPath = "/tmp", readOnly = false }]
      environment            = [for key in sort(keys(var.environment)) : { name = key, value = var.environment[key] }]
      secrets                = [for key in sort(keys(var.secrets)) : { name = key, valueFrom = var.secrets[key] }]
      portMappings           = [for port in sort(var.ports) : { containerPort = tonumber(port), hostPort = tonumber(port), protocol = "tcp" }]
      systemControls         = []
      volumesFrom            = []
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this.name
          awslogs-region        = data.aws_region.current.name
          awslogs-stream-prefix = var.service
          mode                  = "non-blocking"
          max-buffer-size       = "4m"
        }
      }
    },
    var.one_off ? {} : {
      healthCheck = { command = ["CMD", "python", "-c", local.probe], interval = 15, timeout = 5, retries = 3, startPeriod = 120 }
    },
  )])
}

resource "aws_service_discovery_service" "this" {
  count = !var.one_off && var.namespace != null ? 1 : 0

  name        = var.service
  description = "Tasks of ${local.full_name}"

  dns_config {
    namespace_id   = var.namespace.id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }
}

resource "aws_ecs_service" "this" {
  count = var.one_off ? 0 : 1

  name                              = local.full_name
  cluster                           = var.cluster.arn
  task_definition                   = aws_ecs_task_definition.this.arn
  desired_count                     = var.tasks.min
  platform_version                  = "LATEST"
  propagate_tags                    = "SERVICE"
  enable_ecs_managed_tags           = true
  health_check_grace_period_seconds = var.target_group == null ? null : 120

  # What is new must be well before what is old goes; if it is not, the old stays.
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  dynamic "capacity_provider_strategy" {
    for_each = { for provider, weight in { FARGATE = local.regular, FARGATE_SPOT = local.spot } : provider => weight if weight > 0 }

    content {
      capacity_provider = capacity_provider_strategy.key
      weight            = capacity_provider_strategy.value
      base              = capacity_provider_strategy.key == "FARGATE" || local.regular == 0 ? 1 : 0
    }
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }

  dynamic "load_balancer" {
    for_each = var.target_group == null ? [] : [var.target_group]

    content {
      target_group_arn = load_balancer.value.arn
      container_name   = var.service
      container_port   = load_balancer.value.port
    }
  }

  dynamic "service_registries" {
    for_each = aws_service_discovery_service.this

    content {
      registry_arn = service_registries.value.arn
    }
  }

  # Rolled out by terraform/scripts/deliver.py; counted by the policies below.
  lifecycle {
    ignore_changes = [task_definition, desired_count]
  }
}
