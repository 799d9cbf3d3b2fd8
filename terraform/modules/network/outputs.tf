output "vpc_id" {
  description = "Id of the network."
  value       = aws_vpc.this.id
}

output "cidr" {
  description = "Address range of the network."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Ids of the subnets that the internet reaches."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Ids of the subnets for tasks, with a way out by NAT."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "isolated_subnet_ids" {
  description = "Ids of the subnets for database and cache, with no way out."
  value       = [for zone in var.zones : aws_subnet.isolated[zone].id]
}
