"""What operators see of Fovea on CloudWatch: the data of its dashboards and alarms.

`python scripts/dashboards.py` makes the files that Terraform reads of it. Names that only an installation
knows stand in them as `${name}`; `PLACES` lists them.
"""

PLACES = {
    "environment": "Name of the environment; the dimension Environment of every metric of ours.",
    "region": "Region of the environment.",
    "queue_prefix": "What stands before the name of every queue.",
    "cluster_name": "Name of the ECS cluster.",
    "api_server_service": "Name of the ECS service of the API server.",
    "scheduler_service": "Name of the ECS service of the scheduler.",
    "puller_service": "Name of the ECS service of the pullers.",
    "ingester_service": "Name of the ECS service of the ingesters.",
    "image_ingester_service": "Name of the ECS service of the image ingesters.",
    "response_readers_service": "Name of the ECS service of the response readers.",
    "database_id": "Identifier of the RDS instance.",
    "cache_id": "Identifier of the ElastiCache replication group.",
    "load_balancer": "ARN suffix of the load balancer: app/name/id.",
    "target_group": "ARN suffix of the API server's target group: targetgroup/name/id.",
    "distribution_id": "Id of the CloudFront distribution, or none.",
}
