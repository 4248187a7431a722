-- Subscriptions to events. What deliveries tell about one (counters, failures) is kept in the same row; none of it is
-- indexed, so that writing it stays cheap. A deleted one stays until its deliveries are gone.
create table webhook (
    organization_id text not null references organization (id),
    id text not null,
    url text not null,
    verify_ssl boolean not null,
    standard_webhooks boolean not null,
    events json not null,
    status text not null,
    pause_reason text,
    signature_key text not null,
    revision bigint not null,
    first_success bigint not null default 0,
    first_fail bigint not null default 0,
    retry_success bigint not null default 0,
    failing_since timestamptz,
    failing_hours bigint not null default 0,
    latest_error text,
    created_by text,
    updated_by text,
    date_created timestamptz not null,
    date_updated timestamptz not null,
    deleted_at timestamptz,
    primary key (organization_id, id)
) with (fillfactor = 60);
create index webhook_date_created on webhook (organization_id, date_created, id);

-- One row for each event a subscription gets, written in the transaction of the event. It is both the queue and the log:
-- `finished_at` is null until it was delivered or given up, and `due_at` says when to look at it next; it is null while an
-- earlier delivery of the same object is under way. Objects change under a lock, so `seq` is the order of their events.
--
-- There is no foreign key to the subscription: it would lock the subscription's row for every event of every writer.
create table webhook_delivery (
    organization_id text not null,
    id text not null,
    seq bigint generated always as identity,
    webhook_id text not null,
    event_id text not null,
    object_type text not null,
    object_id text not null,
    action text not null,
    status text not null default 'scheduled',
    due_at timestamptz,
    finished_at timestamptz,
    attempts bigint not null default 0,
    first_attempt_at timestamptz,
    last_attempt_at timestamptz,
    duration_ms bigint,
    url text,
    response_status_code bigint,
    error text,
    date_created timestamptz not null,
    primary key (organization_id, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
create index webhook_delivery_log on webhook_delivery (organization_id, webhook_id, seq);
create index webhook_delivery_open on webhook_delivery (organization_id, webhook_id, object_id, seq)
    where finished_at is null;
create index webhook_delivery_due on webhook_delivery (organization_id, webhook_id, due_at, seq)
    where due_at is not null;

-- For those who follow the log: the order in which transactions wrote to it. An event that is extended moves to its end.
create index event_by_transaction on event (organization_id, xid, seq);
