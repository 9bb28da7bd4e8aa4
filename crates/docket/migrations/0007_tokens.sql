-- Version 7: the account a token of an institution acts for.

ALTER TABLE api_tokens ADD COLUMN account BIGINT;
