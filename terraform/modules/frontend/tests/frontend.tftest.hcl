mock_provider "aws" {
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::123456789012:distribution/E1", domain_name = "d1.cloudfront.net" }
  }
  mock_resource "aws_cloudfront_function" {
    defaults = { arn = "arn:aws:cloudfront::123456789012:function/routes" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { bucket_regional_domain_name = "bucket.s3.us-west-2.amazonaws.com", arn = "arn:aws:s3:::bucket" }
  }
}

variables {
  name          = "fovea-test"
  bucket_prefix = "fovea-test-123456789012"
  load_balancer = {
    arn         = "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/fovea-test/1"
    domain_name = "internal-fovea-test.us-west-2.elb.amazonaws.com"
    encrypted   = true
  }
}

run "with_a_domain_of_its_own" {
  command = apply

  variables {
    custom_domain   = true
    domain_name     = "fovea.example.com"
    zone_id         = "Z0123456789ABC"
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/test"
  }

  assert {
    condition     = output.url == "https://fovea.example.com" && length(aws_route53_record.alias) == 2
    error_message = "The domain leads to CloudFront, by IPv4 and IPv6."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Old TLS is refused."
  }

  assert {
    condition     = [for one in aws_cloudfront_distribution.this.ordered_cache_behavior : one.path_pattern] == ["/api/*", "/graphql", "/query", "/playground", "/thumbnails/*", "/images/??/??/*", "/images/*", "/assets/*"]
    error_message = "The API with what older clients call, objects, and the website's files each have their behaviour; files by their digests come before those by their MD5."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "Nothing of the API is kept."
  }

  assert {
    condition     = length(aws_cloudfront_vpc_origin.this) == 1 && alltrue([for one in aws_cloudfront_distribution.this.origin : length(one.custom_origin_config) == 0])
    error_message = "The load balancer is reached inside of the network."
  }

  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.this.security_headers_config[0].content_security_policy[0].content_security_policy, "frame-ancestors 'none'")
    error_message = "Pages say what browsers may not do with them."
  }
}

run "without_a_domain_it_is_found_under_cloudfronts" {
  command = apply

  variables {
    vpc_origin = false
  }

  assert {
    condition     = output.url == "https://d1.cloudfront.net" && length(aws_route53_record.alias) == 0
    error_message = "CloudFront's own address is used, with its certificate."
  }
}

run "a_custom_domain_without_a_domain_is_refused" {
  command = plan

  variables {
    custom_domain      = true
    picture_sources    = ["http://pictures.example"]
    price_class        = "cheap"
    log_retention_days = 0

    upload_retention_days = 1
  }

  expect_failures = [
    var.domain_name,
    var.zone_id,
    var.certificate_arn,
    var.picture_sources,
    var.price_class,
    var.log_retention_days,
    var.upload_retention_days,
  ]
}
