pub mod cli;
pub mod example;
pub mod model;
pub mod ops;
pub mod rules;
pub mod store;
pub mod views;
