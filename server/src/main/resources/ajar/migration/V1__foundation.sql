-- The tables of the foundation. Every table of an organization's data has the primary key (organization_id, id), and every
-- foreign key carries the organization, so that nothing can ever point across organizations.

create table organization (
    id text primary key,
    organization_id text generated always as (id) stored,
    name text not null,
    currency text not null default 'USD',
    default_country text not null default 'US',
    enable_unsubscribe_link boolean not null default true,
    require_unsubscribe_link boolean not null default false,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null
);

-- People. They may belong to several organizations.
create table users (
    id text primary key,
    email text not null,
    first_name text not null default '',
    last_name text not null default '',
    name text generated always as (btrim(first_name || ' ' || last_name)) stored,
    phone text,
    last_used_timezone text,
    email_verified_at timestamptz,
    date_created timestamptz not null,
    date_updated timestamptz not null
);
create unique index users_email on users (lower(email));

create table membership (
    organization_id text not null references organization (id),
    id text not null,
    user_id text not null references users (id),
    role_id text not null,
    active boolean not null default true,
    auto_record_calls text not null default 'unset',
    default_caller_id text,
    hangup_recording_url text,
    may_workflows_impersonate boolean not null default false,
    track_email_opens boolean not null default true,
    onboarding_status text not null default 'in-progress',
    date_created timestamptz not null,
    primary key (organization_id, id)
);
create unique index membership_user on membership (organization_id, user_id);
create index membership_by_user on membership (user_id);

create view organization_user as
select m.organization_id, u.id, u.email, u.first_name, u.last_name, u.name, u.last_used_timezone, u.email_verified_at,
       u.date_created, u.date_updated, m.active
from membership m
join users u on u.id = m.user_id;

-- Keys are kept as SHA-256 digests: they are long and random, so nothing slower is needed.
create table api_key (
    organization_id text not null references organization (id),
    id text not null,
    user_id text not null references users (id),
    digest bytea not null,
    date_created timestamptz not null,
    primary key (organization_id, id)
);
create unique index api_key_digest on api_key (digest);

-- Access tokens of OAuth applications, kept as SHA-256 digests.
create table access_token (
    digest bytea primary key,
    organization_id text not null references organization (id),
    user_id text not null references users (id),
    client_id text not null,
    client_name text not null,
    expires_at timestamptz not null
);

create table lead_status (
    organization_id text not null references organization (id),
    id text not null,
    label text not null,
    color text,
    position bigint not null,
    primary key (organization_id, id)
);
create index lead_status_position on lead_status (organization_id, position, id);

create table pipeline (
    organization_id text not null references organization (id),
    id text not null,
    name text not null,
    position bigint not null,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    primary key (organization_id, id)
);

create table opportunity_status (
    organization_id text not null references organization (id),
    id text not null,
    pipeline_id text not null,
    label text not null,
    type text not null,
    position bigint not null,
    primary key (organization_id, id),
    constraint opportunity_status_pipeline_id_fkey
        foreign key (organization_id, pipeline_id) references pipeline (organization_id, id)
);
create index opportunity_status_position on opportunity_status (organization_id, pipeline_id, position);

create table outcome (
    organization_id text not null references organization (id),
    id text not null,
    name text not null,
    description text,
    type text not null,
    applies_to text[] not null,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    deleted_at timestamptz,
    primary key (organization_id, id)
);
create index outcome_date_created on outcome (organization_id, date_created, id);

create table lead (
    organization_id text not null references organization (id),
    id text not null,
    name text,
    description text,
    url text,
    status_id text not null,
    addresses json not null,
    contact_ids text[] not null,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    primary key (organization_id, id),
    constraint lead_status_id_fkey foreign key (organization_id, status_id) references lead_status (organization_id, id)
) with (fillfactor = 85);
create index lead_date_created on lead (organization_id, date_created, id);
create index lead_status_id on lead (organization_id, status_id);

create table contact (
    organization_id text not null references organization (id),
    id text not null,
    lead_id text not null,
    name text,
    title text,
    emails json not null,
    email_addresses text[] not null,
    phones json not null,
    urls json not null,
    timezone text,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    primary key (organization_id, id),
    constraint contact_lead_id_fkey foreign key (organization_id, lead_id) references lead (organization_id, id)
);
create index contact_date_created on contact (organization_id, date_created, id);
create index contact_lead on contact (organization_id, lead_id, date_created, id);
create index contact_email_addresses on contact using gin (email_addresses) with (fastupdate = off);

-- The whole family of activities in one table, so that a timeline is one index-ordered read. The shared columns come
-- first, then those of the kinds; a column may serve several kinds.
create table activity (
    organization_id text not null references organization (id),
    id text not null,
    type text not null,
    lead_id text,
    contact_id text,
    user_id text,
    users text[] not null,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    activity_at timestamptz not null,
    -- When a worker has something to do with it: a meeting starts or ends, a message is to be sent.
    due_at timestamptz,
    status text,
    direction text,
    source text,
    title text,
    -- notes
    note text,
    note_html text,
    note_mentions text[],
    note_date_updated timestamptz,
    attachments json,
    pinned boolean,
    pinned_at timestamptz,
    -- calls
    disposition text,
    call_method text,
    duration bigint,
    cost text,
    local_phone text,
    local_phone_formatted text,
    local_country_iso text,
    remote_phone text,
    remote_phone_formatted text,
    remote_country_iso text,
    recording_url text,
    voicemail_url text,
    voicemail_duration bigint,
    date_answered timestamptz,
    quality_info text,
    recording_transcript json,
    voicemail_transcript json,
    -- calls and meetings
    outcome_id text,
    outcome_reason text,
    playbook_id text,
    playbook_reason text,
    -- messages
    date_sent timestamptz,
    date_scheduled timestamptz,
    error_message text,
    template_id text,
    body text,
    -- e-mails
    subject text,
    body_text text,
    body_html text,
    body_preview text,
    body_text_quoted json,
    body_html_quoted json,
    sender text,
    recipients text[],
    cc text[],
    bcc text[],
    envelope json,
    message_ids text[],
    message_references text[],
    thread_id text,
    in_reply_to_id text,
    has_reply boolean,
    opens json,
    send_attempts json,
    email_account_id text,
    followup_date timestamptz,
    followup_sequence_id text,
    followup_sequence_delay bigint,
    followup_sequence_add_cc_bcc boolean,
    -- e-mail threads
    normalized_subject text,
    n_emails bigint,
    participants json,
    importance json,
    -- WhatsApp messages
    external_whatsapp_message_id text,
    integration_link text,
    message_markdown text,
    message_html text,
    response_to_id text,
    -- meetings
    starts_at timestamptz,
    ends_at timestamptz,
    actual_duration bigint,
    canceled_at timestamptz,
    location text,
    is_recurring boolean,
    attendees json,
    attached_call_ids text[],
    calendar_event_link text,
    calendar_event_uids text[],
    conference_links json,
    connected_account_id text,
    notetaker_id text,
    user_note text,
    user_note_html text,
    user_note_date_updated timestamptz,
    user_note_mentions text[],
    provider_calendar_type text,
    provider_calendar_event_id text,
    provider_calendar_ids text[],
    integrations json,
    summary json,
    transcripts json,
    -- status changes
    old_status_id text,
    old_status_label text,
    new_status_id text,
    new_status_label text,
    -- creations
    import_id text,
    -- merges
    source_lead_id text,
    source_display_name text,
    destination_lead_id text,
    destination_display_name text,
    merge_status text,
    primary key (organization_id, id),
    constraint activity_lead_id_fkey foreign key (organization_id, lead_id) references lead (organization_id, id),
    constraint activity_outcome_id_fkey foreign key (organization_id, outcome_id) references outcome (organization_id, id)
) with (fillfactor = 90);
create index activity_by_lead on activity (organization_id, lead_id, date_created, id);
create index activity_by_lead_at on activity (organization_id, lead_id, activity_at, id);
create index activity_by_date on activity (organization_id, date_created, id);
create index activity_by_type on activity (organization_id, type, date_created, id);
create index activity_by_type_at on activity (organization_id, type, activity_at, id);
create index activity_by_user on activity (organization_id, user_id, type, date_created, id);
create index activity_by_contact on activity (organization_id, contact_id, type, date_created, id)
    where contact_id is not null;
create index activity_by_thread on activity (organization_id, thread_id) where thread_id is not null;
create index activity_by_outcome on activity (organization_id, outcome_id) where outcome_id is not null;
create index activity_by_calendar_event on activity (organization_id, provider_calendar_event_id, starts_at)
    where provider_calendar_event_id is not null;
create index activity_by_calendar_uid on activity using gin (calendar_event_uids) with (fastupdate = off)
    where calendar_event_uids is not null;
create index activity_by_whatsapp_id on activity (organization_id, external_whatsapp_message_id)
    where external_whatsapp_message_id is not null;
create index activity_by_message_id on activity using gin (message_ids) with (fastupdate = off)
    where message_ids is not null;
create index activity_by_subject on activity (organization_id, lead_id, lower(normalized_subject))
    where type = 'EmailThread';
create index activity_due on activity (due_at) where due_at is not null;

-- Every change, in the transaction of the change. `seq` orders what has equal times; `xid` lets a reader that follows the
-- log see only what can no longer be overtaken by a transaction that commits late.
create table event (
    organization_id text not null references organization (id),
    id text not null,
    seq bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    object_type text not null,
    object_id text not null,
    lead_id text,
    action text not null,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    user_id text,
    api_key_id text,
    request_id text,
    changed_fields text[] not null,
    data json,
    previous_data json not null,
    meta json not null,
    primary key (organization_id, id)
);
create index event_by_date on event (organization_id, date_updated, seq);
create index event_by_object on event (organization_id, object_id, date_updated, seq);
create index event_by_lead on event (organization_id, lead_id, date_updated, seq) where lead_id is not null;
create index event_by_user on event (organization_id, user_id, date_updated, seq) where user_id is not null;
create index event_by_type on event (organization_id, object_type, action, date_updated, seq);
create index event_by_request on event (organization_id, request_id, date_updated, seq) where request_id is not null;
