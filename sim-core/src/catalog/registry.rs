//! The list of services: one line each, in palette order.

use super::service::Service;
use super::services::{
    alb, asg, client, elasticache, fargate, lambda, rds, s3, server, sqs, was, web_server,
};

static SERVICES: [Service; 12] = [
    client::SERVICE,
    alb::SERVICE,
    web_server::SERVICE,
    was::SERVICE,
    asg::SERVICE,
    server::SERVICE,
    lambda::SERVICE,
    fargate::SERVICE,
    sqs::SERVICE,
    s3::SERVICE,
    rds::SERVICE,
    elasticache::SERVICE,
];

/// All services, in palette order.
pub fn services() -> &'static [Service] {
    &SERVICES
}

/// The service of this id.
pub fn service(id: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.id == id)
}
