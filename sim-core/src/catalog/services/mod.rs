//! One file per service. Services never import each other; what they share stands in `blocks`.

pub mod alb;
pub mod asg;
pub mod client;
pub mod elasticache;
pub mod fargate;
pub mod lambda;
pub mod rds;
pub mod s3;
pub mod server;
pub mod sqs;
pub mod was;
pub mod web_server;
