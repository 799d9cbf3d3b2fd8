locals {
  # AWS's own policies have the same ids everywhere.
  caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer       = "216adef6-5c7f-47e4-b989-5492eafa07d3" # Host, cookies, query: all that the viewer sent
  content_security_policy = join("; ", [
    "default-src 'self'",
    "img-src 'self' data: blob: ${join(" ", var.picture_sources)}",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ])
}

# Pages are asked for anew each time (they name files by their contents), everything under /assets never changes.
resource "aws_cloudfront_cache_policy" "pages" {
  name        = "${var.name}-pages"
  comment     = "The website of ${var.name}: what its files themselves say"
  min_ttl     = 0
  default_ttl = 60
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_cache_policy" "unchanging" {
  name        = "${var.name}-unchanging"
  comment     = "What is named by its contents"
  min_ttl     = 86400
  default_ttl = 31536000
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

# The same as the API server says where it serves the website itself (api_server/headers.py).
resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:a year of HTTPS is enforced, as by the API server; other hosts of the domain and browsers' own lists are for its owner to decide
  name    = var.name
  comment = "What browsers may not do with pages of ${var.name}"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policy
      override                = true
    }
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = false
      preload                    = false
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }
    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "same-origin"
      override = true
    }
    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
      override = true
    }
  }
}

# The website has one page; the browser decides what it shows. Errors of the API stay what they are.
resource "aws_cloudfront_function" "routes" {
  name    = "${var.name}-routes"
  comment = "Addresses of the website that are no files lead to its page"
  runtime = "cloudfront-js-2.0"
  publish = true

  code = <<-JAVASCRIPT
    function handler(event) {
      var request = event.request;
      var last = request.uri.split('/').pop();
      if (!request.uri.startsWith('/assets/') && last.indexOf('.') === -1) {
        request.uri = '/index.html';
      }
      return request;
    }
  JAVASCRIPT
}
