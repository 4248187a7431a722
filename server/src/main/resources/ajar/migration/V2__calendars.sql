-- Calendars: the accounts that are read, what their calendars hold, and which meetings were made of it.

create table connected_account (
    organization_id text not null references organization (id),
    id text not null,
    type text not null,
    user_id text not null references users (id),
    email text,
    url text,
    username text,
    -- Password or tokens, encrypted.
    secret bytea,
    sync_all_calendars boolean not null,
    -- The ids of the chosen calendars; null for the usual choice.
    chosen_calendars text[],
    synced_calendars text[] not null,
    available_calendars json not null,
    sync_interval bigint not null,
    paused boolean not null,
    -- Since when something is wrong, and what.
    error json,
    failures bigint not null,
    last_sync_at timestamptz,
    last_attempt_at timestamptz,
    -- When it is to be read next; null when it is not.
    due_at timestamptz,
    -- Whoever reads it has it until then, or until they renew this.
    leased_until timestamptz,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    primary key (organization_id, id)
);
create index connected_account_due on connected_account (due_at) where due_at is not null;
create index connected_account_user on connected_account (organization_id, user_id, date_created, id);
create index connected_account_date on connected_account (organization_id, date_created, id);

create table synced_calendar (
    organization_id text not null,
    account_id text not null,
    calendar_id text not null,
    aliases text[] not null,
    -- Where the next reading goes on; null to read everything.
    cursor text,
    -- Counts the readings from the beginning: what a full one has not seen is gone.
    reading bigint not null default 0,
    -- When the calendar was taken out of the choice, deleted, or closed to us; what lies before stays as it was.
    lost_at timestamptz,
    push_id text,
    push_resource text,
    push_secret bytea,
    push_expires_at timestamptz,
    primary key (organization_id, account_id, calendar_id),
    foreign key (organization_id, account_id) references connected_account (organization_id, id) on delete cascade
);
create index synced_calendar_push on synced_calendar (push_id) where push_id is not null;

-- Events as calendars hold them: one row for a single event, a master, or an occurrence that differs.
create table event_copy (
    organization_id text not null,
    account_id text not null,
    calendar_id text not null,
    object_key text not null,
    copy_id text not null,
    uid text not null,
    series_id text,
    original_start text,
    is_cancelled boolean not null,
    sequence bigint not null,
    details json,
    -- The addresses of its guests, and those its title and description speak of, in lower case.
    addresses text[] not null,
    mentioned text[] not null,
    version text,
    reading bigint not null,
    -- Since when a feed does not have it any more; what lies before stays as it was.
    gone_at timestamptz,
    primary key (organization_id, account_id, calendar_id, object_key, copy_id),
    foreign key (organization_id, account_id, calendar_id)
        references synced_calendar (organization_id, account_id, calendar_id) on delete cascade
);
create index event_copy_uid on event_copy (organization_id, uid);
create index event_copy_stub on event_copy (organization_id, account_id, calendar_id, series_id) where details is null;
create index event_copy_addresses on event_copy using gin (addresses) with (fastupdate = off);
create index event_copy_mentioned on event_copy using gin (mentioned) with (fastupdate = off);

create table quarantined_event (
    organization_id text not null,
    account_id text not null,
    calendar_id text not null,
    object_key text not null,
    title text not null,
    reason text not null,
    reading bigint not null,
    primary key (organization_id, account_id, calendar_id, object_key),
    foreign key (organization_id, account_id, calendar_id)
        references synced_calendar (organization_id, account_id, calendar_id) on delete cascade
);

-- Events whose meetings have to be looked at, because a copy or a contact has changed, or time has passed.
create table event_to_match (
    organization_id text not null,
    uid text not null,
    -- The account whose reading found the change, and sees to it as long as it is under way.
    account_id text,
    primary key (organization_id, uid)
);

-- Events that reach beyond the window of what becomes a meeting, and when to look at them again.
create table event_beyond (
    organization_id text not null,
    uid text not null,
    look_at timestamptz not null,
    primary key (organization_id, uid)
);
create index event_beyond_look_at on event_beyond (look_at);

-- Which meeting was made of which occurrence for which lead. A row whose meeting is gone keeps it from coming back.
create table event_meeting (
    organization_id text not null,
    meeting_id text not null,
    uid text not null,
    -- The original start of the occurrence; empty for an event that does not repeat.
    occurrence text not null,
    lead_id text not null,
    -- The guests by whom the lead was recognised.
    addresses text[] not null,
    primary key (organization_id, meeting_id)
);
create index event_meeting_uid on event_meeting (organization_id, uid);
create index event_meeting_lead on event_meeting (organization_id, lead_id);

-- Other names of the calendars in provider_calendar_ids, such as the address of one that goes by `primary`.
alter table activity add column provider_calendar_aliases text[];
