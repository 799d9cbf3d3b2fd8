locals {
  origin = var.vpc_origin ? "load-balancer-inside" : "load-balancer"
  domain = var.custom_domain ? var.domain_name : null
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "CloudFront signs what it asks of the buckets"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# CloudFront's own way into the network: the load balancer needs no public address.
resource "aws_cloudfront_vpc_origin" "this" {
  count = var.vpc_origin ? 1 : 0

  vpc_origin_endpoint_config {
    name                   = var.name
    arn                    = var.load_balancer.arn
    http_port              = 80
    https_port             = 443
    origin_protocol_policy = var.load_balancer.encrypted ? "https-only" : "http-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_68:WAF by variable (web_acl_arn); prod has it
  #checkov:skip=CKV2_AWS_47:WAF by variable (web_acl_arn); its rules include known bad inputs (module waf)
  #checkov:skip=CKV_AWS_310:the load balancer and S3 are each spread over zones; a second region is not kept
  #checkov:skip=CKV_AWS_374:Fovea is open to all countries
  #checkov:skip=CKV_AWS_174:without a domain of one's own the certificate is CloudFront's, whose versions are not to be chosen
  #checkov:skip=CKV2_AWS_42:without a domain of one's own the certificate is CloudFront's
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  comment             = var.name
  aliases             = local.domain == null ? [] : [local.domain]
  default_root_object = "index.html"
  price_class         = var.price_class
  web_acl_id          = var.web_acl_arn

  origin {
    origin_id                = "site"
    domain_name              = module.site.domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  origin {
    origin_id                = "objects"
    domain_name              = module.objects.domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  origin {
    origin_id   = local.origin
    domain_name = var.load_balancer.domain_name

    dynamic "vpc_origin_config" {
      for_each = aws_cloudfront_vpc_origin.this

      content {
        vpc_origin_id            = vpc_origin_config.value.id
        origin_read_timeout      = 60
        origin_keepalive_timeout = 55
      }
    }

    dynamic "custom_origin_config" {
      for_each = var.vpc_origin ? [] : [1]

      content {
        http_port                = 80
        https_port               = 443
        origin_protocol_policy   = var.load_balancer.encrypted ? "https-only" : "http-only"
        origin_ssl_protocols     = ["TLSv1.2"]
        origin_read_timeout      = 60
        origin_keepalive_timeout = 55
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = "site"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.pages.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.routes.arn
    }
  }

  # The API, GraphQL, and where clients of the older system look for it.
  dynamic "ordered_cache_behavior" {
    for_each = ["/api/*", "/graphql", "/query", "/playground"]

    content {
      path_pattern             = ordered_cache_behavior.value
      target_origin_id         = local.origin
      viewer_protocol_policy   = "redirect-to-https"
      allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
      cached_methods           = ["GET", "HEAD"]
      compress                 = true
      cache_policy_id          = local.caching_disabled
      origin_request_policy_id = local.all_viewer
      # No response headers policy: the API server sends all of them itself, for it knows what it answers.
    }
  }

  # Thumbnails and files of images, by the digests of their bytes: they never change.
  dynamic "ordered_cache_behavior" {
    for_each = ["/thumbnails/*", "/images/??/??/*"]

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "objects"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = ["GET", "HEAD"]
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      cache_policy_id            = aws_cloudfront_cache_policy.unchanging.id
      response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    }
  }

  # Files by their MD5, as the older system called them: the API server knows where they are.
  ordered_cache_behavior {
    path_pattern             = "/images/*"
    target_origin_id         = local.origin
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = local.caching_disabled
    origin_request_policy_id = local.all_viewer
    # No response headers policy: the API server sends all of them itself, for it knows what it answers.
  }

  ordered_cache_behavior {
    path_pattern               = "/assets/*"
    target_origin_id           = "site"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.unchanging.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  viewer_certificate {
    cloudfront_default_certificate = local.domain == null
    acm_certificate_arn            = local.domain == null ? null : var.certificate_arn
    ssl_support_method             = local.domain == null ? null : "sni-only"
    minimum_protocol_version       = local.domain == null ? "TLSv1" : "TLSv1.2_2021"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  logging_config {
    bucket          = module.logs.domain_name
    prefix          = "cloudfront/"
    include_cookies = false
  }
}

resource "aws_route53_record" "alias" {
  for_each = local.domain == null ? [] : toset(["A", "AAAA"])

  zone_id = var.zone_id
  name    = local.domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
