//! Pure rules: case numbers, courts, causes, calendars, time limits and the life of a case.
