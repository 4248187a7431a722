-- How people and programs prove who they are. Secrets are kept as SHA-256 digests in hexadecimal: they are long and random,
-- so nothing slower is needed. Passwords, which people choose, are kept as Argon2id hashes.

alter table api_key
    alter column digest type text using encode(digest, 'hex'),
    add column name text not null default 'API key',
    add column last_used_at timestamptz;
alter table api_key alter column name drop default;
create index api_key_date_created on api_key (organization_id, date_created, id);

-- OAuth applications. One that registered itself belongs to no organization, so the id alone is the key.
create table oauth_client (
    id text primary key,
    organization_id text references organization (id),
    name text not null,
    redirect_uris text[] not null,
    scopes text[] not null,
    -- Whether it can keep a secret. A public client, such as a program on people's own machines, cannot and has none.
    confidential boolean not null,
    secret_digest text,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    -- When somebody first allowed it something. One that registered itself and never was is forgotten.
    authorized_at timestamptz,
    constraint oauth_client_secret check (confidential = (secret_digest is not null))
);
create index oauth_client_date_created on oauth_client (organization_id, date_created, id);
create index oauth_client_unused on oauth_client (date_created) where organization_id is null and authorized_at is null;

-- What one user allowed one application in one organization: the family of the codes and tokens made from it. To revoke is
-- to delete the row.
create table oauth_grant (
    organization_id text not null references organization (id),
    id text not null,
    user_id text not null references users (id),
    client_id text not null references oauth_client (id) on delete cascade,
    scopes text[] not null,
    date_created timestamptz not null,
    -- When the last thing made from it ends.
    expires_at timestamptz not null,
    primary key (organization_id, id)
);
create index oauth_grant_user on oauth_grant (user_id);
create index oauth_grant_client on oauth_grant (client_id);
create index oauth_grant_expires on oauth_grant (expires_at);

create table oauth_code (
    digest text primary key,
    organization_id text not null,
    grant_id text not null,
    redirect_uri text not null,
    -- The PKCE challenge (S256); null when the application sent none.
    challenge text,
    expires_at timestamptz not null,
    -- A used code stays, so that a second use is noticed.
    used_at timestamptz,
    foreign key (organization_id, grant_id) references oauth_grant (organization_id, id) on delete cascade
);
create index oauth_code_grant on oauth_code (organization_id, grant_id);

create table refresh_token (
    digest text primary key,
    organization_id text not null,
    grant_id text not null,
    expires_at timestamptz not null,
    -- A used token stays for a while, so that a second use is noticed.
    used_at timestamptz,
    foreign key (organization_id, grant_id) references oauth_grant (organization_id, id) on delete cascade
);
create index refresh_token_grant on refresh_token (organization_id, grant_id);

drop table access_token;
create table access_token (
    digest text primary key,
    organization_id text not null,
    grant_id text not null,
    scopes text[] not null,
    expires_at timestamptz not null,
    foreign key (organization_id, grant_id) references oauth_grant (organization_id, id) on delete cascade
);
create index access_token_grant on access_token (organization_id, grant_id);

create table user_password (
    user_id text primary key references users (id),
    hash text not null,
    date_updated timestamptz not null
);

-- Browsers that somebody is signed in with.
create table session (
    digest text primary key,
    user_id text not null references users (id),
    date_created timestamptz not null,
    last_seen_at timestamptz not null,
    -- The end of a session however busy it is.
    expires_at timestamptz not null
);
create index session_by_user on session (user_id);
create index session_by_expiry on session (expires_at);

-- Attempts to sign in that have failed, by account and by address. Both are digests, so that the table tells nothing of
-- people who mistype.
create table sign_in_failure (
    key text primary key,
    failures int not null,
    last_at timestamptz not null,
    blocked_until timestamptz not null
);
create index sign_in_failure_last on sign_in_failure (last_at);

-- Addresses of booking pages.
create table scheduling_link (
    organization_id text not null references organization (id),
    id text not null,
    user_id text not null references users (id),
    type text not null,
    name text not null,
    url text not null,
    description text,
    duration_in_minutes bigint,
    source text not null,
    source_id text,
    source_type text,
    oauth_client_id text,
    date_created timestamptz not null,
    primary key (organization_id, id)
);
create index scheduling_link_user on scheduling_link (organization_id, user_id, date_created, id);
create unique index scheduling_link_source on scheduling_link (organization_id, oauth_client_id, user_id, source_id)
    where oauth_client_id is not null;
