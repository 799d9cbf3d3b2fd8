# The alarms themselves are data: alarms.json is made of what the services measure (scripts/dashboards.py), and a test keeps it so.

locals {
  words  = merge(var.watched, { environment = var.environment, account = data.aws_caller_identity.current.account_id, region = data.aws_region.current.name })
  alarms = { for name, alarm in jsondecode(file("${path.module}/alarms.json")) : name => alarm if !contains(var.alarms_left_out, name) }
  # The same with the words filled in; some are known only when all is made, so nothing but dimensions is taken from here.
  filled = jsondecode(templatefile("${path.module}/alarms.json", local.words))
}

resource "aws_cloudwatch_metric_alarm" "this" {
  #checkov:skip=CKV_AWS_319:switched off as a whole (alarms_enabled) only while an environment is being built
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.description} Severity: ${each.value.severity}. What to do: docs/operations.md#${each.value.runbook}"
  comparison_operator = each.value.comparison_operator
  threshold           = each.value.threshold
  evaluation_periods  = each.value.evaluation_periods
  datapoints_to_alarm = each.value.datapoints_to_alarm
  treat_missing_data  = each.value.treat_missing_data
  actions_enabled     = var.alarms_enabled
  alarm_actions       = [aws_sns_topic.this[each.value.severity].arn]
  ok_actions          = [aws_sns_topic.this[each.value.severity].arn]

  dynamic "metric_query" {
    for_each = each.value.queries

    content {
      id          = metric_query.value.id
      return_data = metric_query.value.id == each.value.expression

      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.metric_name
        dimensions  = { for name in keys(metric_query.value.dimensions) : name => local.filled[each.key].queries[metric_query.key].dimensions[name] }
        stat        = metric_query.value.statistic
        period      = metric_query.value.period_seconds
      }
    }
  }

  dynamic "metric_query" {
    for_each = contains([for query in each.value.queries : query.id], each.value.expression) ? [] : [each.value]

    content {
      id          = "value"
      label       = metric_query.value.description
      expression  = metric_query.value.expression
      return_data = true
    }
  }
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_unit   = "USD"
  limit_amount = tostring(var.monthly_budget_usd)

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "FORECASTED"
    threshold                 = 100
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.this["warning"].arn]
  }

  notification {
    comparison_operator       = "GREATER_THAN"
    notification_type         = "ACTUAL"
    threshold                 = 120
    threshold_type            = "PERCENTAGE"
    subscriber_sns_topic_arns = [aws_sns_topic.this["critical"].arn]
  }
}
