# What people see, what the queues do, what the machines do, what it costs: one dashboard each, made like the alarms.

locals {
  dashboards = toset([for path in fileset("${path.module}/dashboards", "*.json.tftpl") : trimsuffix(path, ".json.tftpl")])
}

resource "aws_cloudwatch_dashboard" "this" {
  for_each = local.dashboards

  dashboard_name = "${var.name}-${each.key}"
  dashboard_body = templatefile("${path.module}/dashboards/${each.key}.json.tftpl", local.words)
}
