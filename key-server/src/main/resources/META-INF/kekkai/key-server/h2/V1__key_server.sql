-- The audit log: one hash chain for each start of a server. docs/formats/audit-log.md has the bytes.
create table audit_chain (
  chain         uuid                     not null primary key,
  number        bigint                   not null unique check (number > 0), -- place in the one line of all chains
  server        varchar(64)              not null,
  header        varbinary(4096)          not null                -- canonical encoding; says all of the above too
);

-- Without foreign keys: what points nowhere is found by the verification, and each would cost every entry a look.
create table audit_entry (
  chain         uuid                     not null,
  sequence      bigint                   not null check (sequence > 0),
  hash          varbinary(32)            not null,               -- SHA-256 over the hash before and the entry
  entry         varbinary(131072)        not null,               -- canonical encoding
  primary key (chain, sequence)
);

create table audit_seal (
  chain         uuid                     not null,
  number        bigint                   not null check (number >= 0), -- 0 is the seal over the chain's start
  sequence      bigint                   not null check (sequence >= 0), -- the last entry under it
  seal          varbinary(4096)          not null,               -- canonical encoding; says all of the above too
  signature     varbinary(512)           not null,
  primary key (chain, number)
);

create index audit_seal_by_sequence on audit_seal (chain, sequence);

-- Attempts that failed before anybody was authenticated: a sample, in as many rows as there are slots.
create table reject (
  server        varchar(64)              not null,
  slot          integer                  not null,
  seen_at       timestamp with time zone not null,
  reason        varchar(256)             not null,
  peer          varchar(128)             not null,
  detail        varchar(1024),
  primary key (server, slot)
);

-- How many there were, sampled or not.
create table reject_count (
  server        varchar(64)              not null,
  period        timestamp with time zone not null,               -- the minute, when it began
  reason        varchar(256)             not null,
  seen          bigint                   not null,
  primary key (server, period, reason)
);

-- Nonces of signed requests, until their signatures expire.
create table nonce (
  key_id        varchar(256)             not null,
  nonce         varchar(256)             not null,
  expires       timestamp with time zone not null,
  primary key (key_id, nonce)
);

create index nonce_by_expiry on nonce (expires);

-- Each version of clients.yaml that was applied; the newest one counts.
create table registry_version (
  version       bigint                   not null primary key check (version > 0),
  applied_at    timestamp with time zone not null,
  applied_by    varchar(256)             not null,
  sha256        varchar(64)              not null,               -- of the document, hexadecimal
  document      varchar(1048576)         not null
);

create table suspension (
  client        varchar(128)             not null,
  since         timestamp with time zone not null,
  active_of     varchar(128)             unique,                 -- the client until resumed: one at a time
  suspended_by  varchar(64)              not null,               -- a server, or an administrator
  reason        varchar(256)             not null,
  resumed_at    timestamp with time zone,
  resumed_by    varchar(256),
  primary key (client, since),
  check ((resumed_at is null and active_of is not null and active_of = client)
      or (resumed_at is not null and active_of is null))
);

-- Bucket4j's.
create table bucket (
  id            varchar(512)             not null primary key,
  state         varbinary(65536),
  expires_at    bigint,
  explicit_lock bigint
);

create index bucket_by_expiry on bucket (expires_at);

-- What each client did in each period, as each start of a server counts it: for alarms.
create table client_activity (
  period        timestamp with time zone not null,               -- when the period began
  server        uuid                     not null,               -- one start of one server
  client        varchar(64)              not null,
  kind          varchar(16)              not null,               -- opened, refused, not-opened, suspended
  kek           varchar(48)              not null,               -- its name; empty where the kind is counted over all
  events        bigint                   not null,
  primary key (period, server, client, kind, kek)
);

-- What is usual for a client: learned from each period in which it was active.
create table client_baseline (
  client        varchar(64)              not null,
  kek           varchar(48)              not null,
  mean          double precision         not null,               -- items opened in a period
  variance      double precision         not null,
  periods       bigint                   not null,               -- how many it is learned from
  learned_to    timestamp with time zone not null,               -- when the last of them began
  primary key (client, kek)
);

create table alarm (
  id            uuid                     not null primary key,
  raised_at     timestamp with time zone not null,
  server        varchar(64)              not null,
  kind          varchar(64)              not null,
  client        varchar(64),
  kek           varchar(48),
  seen          bigint                   not null,
  threshold     bigint                   not null,
  suspended     boolean                  not null,
  detail        varchar(1024)            not null
);

create index alarm_by_time on alarm (raised_at);

-- When an alarm about something was raised last: it is raised by one server, and not again at once.
create table alarm_quiet (
  subject       varchar(256)             not null primary key,
  raised_at     timestamp with time zone not null
);
