-- Multiplies the sample lead into :leads leads with 25 activities each, and their events, spread over two years in the
-- order of time. Every column and every event's document is what the engine wrote for the sample, with its ids and
-- dates exchanged. Ids follow from numbers, so that a benchmark can name a random object without looking it up.
\set ON_ERROR_STOP on
set timezone = 'UTC';
set synchronous_commit = off;
set maintenance_work_mem = '256MB';
create schema if not exists bench;

create function bench.id(prefix text, n bigint, size int default 43) returns text language sql immutable parallel safe
return prefix || '_0K' || lpad(n::text, 10, '0') || left(md5(n::text) || md5('more ' || n::text), size - 12);

create function bench.moment(n bigint, leads bigint) returns timestamptz language sql immutable parallel safe
return timestamptz '2024-06-01 00:00:00.123+00' + n * 730 * 86400 / (25 * leads) * interval '1 second';

create function bench.wire(moment timestamptz) returns text language sql immutable parallel safe
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || '.123000+00:00';

create table bench.sample as
select l.organization_id, l.id as lead_id, l.contact_ids[1] as contact_id, l.date_created as moment
from lead l where l.name = 'Sample';

-- Which kind of activity stands where in the life of a lead.
create table bench.slot as
select s.slot, a.id, a.type, a.thread_id
from bench.sample
cross join (values (0, 0, 'Created'), (1, 7, 'Note'), (8, 13, 'Call'), (14, 15, 'Email'), (16, 17, 'EmailThread'),
            (18, 19, 'SMS'), (20, 23, 'Meeting'), (24, 24, 'LeadStatusChange')) k (first, last, type)
cross join lateral generate_series(k.first, k.last) s (slot)
join activity a on a.organization_id = sample.organization_id and a.lead_id = sample.lead_id and a.type = k.type;

-- Indexes are made at the end, which is quicker and gives the same.
create table bench.index as
select indexdef from pg_indexes where schemaname = 'public' and tablename in ('activity', 'event') and indexname !~ '_pkey$';
select format('drop index %I', indexname) from pg_indexes
where schemaname = 'public' and tablename in ('activity', 'event') and indexname !~ '_pkey$' \gexec

-- The columns of a table, and the values for them: those of the sample `t`, but for the exchanged ones.
create function bench.columns(tbl regclass) returns text language sql stable
return (select string_agg(attname, ', ' order by attnum) from pg_attribute
        where attrelid = tbl and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
        and attname <> 'xid');
create function bench.values(tbl regclass, exchanged jsonb) returns text language sql stable
return (select string_agg(coalesce(exchanged ->> attname::text, 't.' || attname), ', ' order by attnum) from pg_attribute
        where attrelid = tbl and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
        and attname <> 'xid');

select bench.columns('lead') as columns, bench.values('lead', jsonb_build_object(
    'id', 'bench.id(''lead'', n)',
    'name', '''Lead '' || n',
    'contact_ids', 'array[bench.id(''cont'', n)]',
    'date_created', format('bench.moment(n, %s)', :leads),
    'date_updated', format('bench.moment(n, %s)', :leads))) as values \gset
insert into lead (:columns)
select :values from generate_series(0, :leads - 1) n, lead t, bench.sample where t.id = sample.lead_id;

select bench.columns('contact') as columns, bench.values('contact', jsonb_build_object(
    'id', 'bench.id(''cont'', n)',
    'lead_id', 'bench.id(''lead'', n)',
    'date_created', format('bench.moment(n, %s)', :leads),
    'date_updated', format('bench.moment(n, %s)', :leads))) as values \gset
insert into contact (:columns)
select :values from generate_series(0, :leads - 1) n, contact t, bench.sample where t.id = sample.contact_id;

select bench.columns('activity') as columns, bench.values('activity', jsonb_build_object(
    'id', 'bench.id(''acti'', n)',
    'lead_id', format('bench.id(''lead'', n %% %s)', :leads),
    'contact_id', format('case when t.contact_id is not null then bench.id(''cont'', n %% %s) end', :leads),
    'date_created', format('bench.moment(n, %s)', :leads),
    'date_updated', format('bench.moment(n, %s)', :leads),
    'activity_at', format('bench.moment(n, %s)', :leads),
    'starts_at', format('case when t.starts_at is not null then bench.moment(n, %s) - interval ''1 hour'' end', :leads),
    'ends_at', format('case when t.ends_at is not null then bench.moment(n, %s) end', :leads),
    'thread_id', format('case when t.thread_id is not null then bench.id(''acti'', n + 2 * %s) end', :leads),
    'envelope', 'replace(t.envelope::text, t.id, bench.id(''acti'', n))::json',
    'message_ids', 'case when t.message_ids is null then null else array[replace(t.message_ids[1], t.id, bench.id(''acti'', n))] end',
    'provider_calendar_event_id', 'case when t.provider_calendar_event_id is not null then ''calendar'' || n end',
    'calendar_event_uids', 'case when t.calendar_event_uids is not null then array[''calendar'' || n] end')) as values \gset
insert into activity (:columns)
select :values
from generate_series(0, 25 * :leads::bigint - 1) n
join bench.slot on slot.slot = n / :leads
join activity t on t.id = slot.id;

-- The document of an event, with the ids and dates of the object it is made for.
create function bench.document(text text, old_id text, id text, lead bigint, moment timestamptz, s bench.sample)
returns text language sql immutable
return replace(replace(replace(replace(replace(text,
    old_id, id),
    s.lead_id, bench.id('lead', lead)),
    s.contact_id, bench.id('cont', lead)),
    bench.wire(s.moment), bench.wire(moment)),
    bench.wire(s.moment - interval '1 hour'), bench.wire(moment - interval '1 hour'));

select bench.columns('event') as columns, bench.values('event', jsonb_build_object(
    'id', 'bench.id(''ev'', n * 3 + t.nth - 1, 22)',
    'object_id', 'bench.id(''acti'', n)',
    'lead_id', format('bench.id(''lead'', n %% %s)', :leads),
    'date_created', format('bench.moment(n, %s)', :leads),
    'date_updated', format('bench.moment(n, %s)', :leads),
    'data', format('replace(replace(bench.document(t.data::text, t.object_id, bench.id(''acti'', n), n %% %1$s, '
        'bench.moment(n, %1$s), sample.*), coalesce(slot.thread_id, ''-''), bench.id(''acti'', n + 2 * %1$s)), '
        '''"calendar"'', ''"calendar'' || n || ''"'')::json', :leads))) as values \gset
insert into event (:columns)
select :values
from generate_series(0, 25 * :leads::bigint - 1) n
join bench.slot on slot.slot = n / :leads
join (select e.*, row_number() over (partition by e.object_id order by seq) as nth from event e) t
    on t.object_id = slot.id
cross join bench.sample;

select bench.values('event', jsonb_build_object(
    'id', format('bench.id(''ev'', 75 * %1$s + n * 2 + case t.object_type when ''lead'' then 0 else 1 end, 22)', :leads),
    'object_id', 'bench.id(case t.object_type when ''lead'' then ''lead'' else ''cont'' end, n)',
    'lead_id', 'bench.id(''lead'', n)',
    'date_created', format('bench.moment(n, %s)', :leads),
    'date_updated', format('bench.moment(n, %s)', :leads),
    'data', format('bench.document(t.data::text, ''Sample'', ''Lead '' || n, n, bench.moment(n, %s), sample.*)::json', :leads)))
    as values \gset
insert into event (:columns)
select :values
from generate_series(0, :leads - 1) n
cross join bench.sample
join event t on t.object_id in (sample.lead_id, sample.contact_id) and t.action = 'created';

select indexdef from bench.index \gexec
vacuum (analyze, freeze);
checkpoint;
