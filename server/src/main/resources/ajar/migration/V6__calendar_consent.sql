-- Consents to read calendars that people have left for, to Google or Microsoft. To come back is to delete the row.
create table calendar_consent (
    -- SHA-256 digests in hexadecimal: of the state in the provider's address, and of what the browser keeps in a cookie.
    state text primary key,
    secret text not null,
    organization_id text not null references organization (id),
    user_id text not null references users (id),
    type text not null,
    expires_at timestamptz not null
);
create index calendar_consent_expires on calendar_consent (expires_at);
