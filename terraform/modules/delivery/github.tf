# A role that GitHub Actions takes for an hour, for this repository and branch alone: no key is kept anywhere.

resource "aws_iam_openid_connect_provider" "github" {
  count = var.method == "github" && var.oidc_provider == null ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  count = var.method == "github" ? 1 : 0

  name                 = "${var.name}-github"
  description          = "Taken by GitHub Actions of ${var.repository}, branch ${var.branch}"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = var.oidc_provider == null ? aws_iam_openid_connect_provider.github[0].arn : var.oidc_provider }
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${coalesce(var.repository, "none/none")}:ref:refs/heads/${var.branch}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "github" {
  count = var.method == "github" ? 1 : 0

  role       = aws_iam_role.github[0].name
  policy_arn = aws_iam_policy.deliver[0].arn
}
