//! Use cases: load the past, decide, seal, project.
