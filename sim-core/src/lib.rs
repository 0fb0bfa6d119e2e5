//! The simulation core of Topolab: documents, services, engine and reports, without UI, files, clock or threads.

pub mod foundation;
