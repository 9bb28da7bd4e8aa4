-- Version 13: what readers report about a published document. What somebody wrote lies sealed, and of the code they ask with
-- only the digest is kept.

CREATE TABLE document_reports (
    report BIGINT NOT NULL PRIMARY KEY,
    court BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    digest TEXT NOT NULL,
    code TEXT NOT NULL,
    sealed TEXT NOT NULL,
    came_at BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT,
    answered_by BIGINT,
    answered_at BIGINT
){clustered};

CREATE UNIQUE INDEX document_reports_code ON document_reports (code);

CREATE INDEX document_reports_state ON document_reports (court, state, due_day, report);

CREATE INDEX document_reports_of ON document_reports (court, stream, nth, report);
