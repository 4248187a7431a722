-- Requests that may be sent again.

-- What a POST with an `Idempotency-Key` was answered, written in the transaction of what it did. Of the key and of the
-- request there are only digests, and the answer is encrypted with the key, because some answers hold secrets.
create table idempotency_key (
    organization_id text not null references organization (id),
    -- The API key, or the application and user, that sent it.
    caller text not null,
    digest text not null,
    request text not null,
    answer bytea not null,
    date_created timestamptz not null,
    primary key (organization_id, caller, digest)
);
create index idempotency_key_date_created on idempotency_key (organization_id, date_created);
