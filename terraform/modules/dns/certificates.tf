# Two certificates of the same name: CloudFront's must lie in us-east-1, the load balancer's in its own region. Both are proven by
# the same record, which is the same for an account and a domain wherever the certificate lies.

resource "aws_acm_certificate" "regional" {
  domain_name       = var.domain_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "global" {
  provider = aws.global

  domain_name       = var.domain_name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "proof" {
  zone_id         = local.zone_id
  name            = one(aws_acm_certificate.regional.domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.regional.domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.regional.domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "regional" {
  certificate_arn = aws_acm_certificate.regional.arn

  depends_on = [aws_route53_record.proof]
}

resource "aws_acm_certificate_validation" "global" {
  provider = aws.global

  certificate_arn = aws_acm_certificate.global.arn

  depends_on = [aws_route53_record.proof]
}
