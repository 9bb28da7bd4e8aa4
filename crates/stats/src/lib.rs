//! Indicators over columns, and the work report.
