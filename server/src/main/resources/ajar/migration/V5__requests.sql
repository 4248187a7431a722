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

-- What the sandbox keeps of organizations, to bring them back or to make others like them: the rows of each table as one
-- document. Of use to tests alone, so nothing of it need survive a crash.
create unlogged table sandbox_image (
    id text primary key,
    organization_id text not null,
    seq bigint generated always as identity,
    -- The demo, from which other organizations are filled.
    is_demo boolean not null,
    moment timestamptz not null
);
create index sandbox_image_organization on sandbox_image (organization_id, seq);

create unlogged table sandbox_image_table (
    image_id text not null references sandbox_image (id) on delete cascade,
    name text not null,
    rows json,
    primary key (image_id, name)
);
