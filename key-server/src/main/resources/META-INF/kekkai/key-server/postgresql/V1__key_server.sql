-- The audit log: one hash chain for each start of a server. docs/formats/audit-log.md has the bytes.
create table audit_chain (
  chain         uuid        not null primary key,
  number        bigint      not null unique check (number > 0), -- place in the one line of all chains
  server        text        not null,
  header        bytea       not null                     -- canonical encoding; says all of the above too
);

-- Without foreign keys: what points nowhere is found by the verification, and each would cost every entry a look.
create table audit_entry (
  chain         uuid        not null,
  sequence      bigint      not null check (sequence > 0),
  hash          bytea       not null,                    -- SHA-256 over the hash before and the entry
  entry         bytea       not null,                    -- canonical encoding
  primary key (chain, sequence)
);

create table audit_seal (
  chain         uuid        not null,
  number        bigint      not null check (number >= 0), -- 0 is the seal over the chain's start
  sequence      bigint      not null check (sequence >= 0), -- the last entry under it
  seal          bytea       not null,                    -- canonical encoding; says all of the above too
  signature     bytea       not null,
  primary key (chain, number)
);

create index audit_seal_by_sequence on audit_seal (chain, sequence);

-- Attempts that failed before anybody was authenticated: a sample, in as many rows as there are slots.
create table reject (
  server        text        not null,
  slot          integer     not null,
  seen_at       timestamptz not null,
  reason        text        not null,
  peer          text        not null,
  detail        text,
  primary key (server, slot)
);

-- How many there were, sampled or not.
create table reject_count (
  server        text        not null,
  period        timestamptz not null,                    -- the minute, when it began
  reason        text        not null,
  seen          bigint      not null,
  primary key (server, period, reason)
);

-- Nonces of signed requests, until their signatures expire.
create table nonce (
  key_id        text        not null,
  nonce         text        not null,
  expires       timestamptz not null,
  primary key (key_id, nonce)
);

create index nonce_by_expiry on nonce (expires);

-- Each version of clients.yaml that was applied; the newest one counts.
create table registry_version (
  version       bigint      not null primary key check (version > 0),
  applied_at    timestamptz not null,
  applied_by    text        not null,
  sha256        text        not null,                    -- of the document, hexadecimal
  document      text        not null
);

create table suspension (
  client        text        not null,
  since         timestamptz not null,
  active_of     text        unique,                      -- the client until resumed: one at a time
  suspended_by  text        not null,                    -- a server, or an administrator
  reason        text        not null,
  resumed_at    timestamptz,
  resumed_by    text,
  primary key (client, since),
  check ((resumed_at is null and active_of is not null and active_of = client)
      or (resumed_at is not null and active_of is null))
);

-- Bucket4j's.
create table bucket (
  id            text        not null primary key,
  state         bytea,
  expires_at    bigint,
  explicit_lock bigint
);

create index bucket_by_expiry on bucket (expires_at);

-- What each client did in each period, as each start of a server counts it: for alarms.
create table client_activity (
  period        timestamptz not null,                    -- when the period began
  server        uuid        not null,                    -- one start of one server
  client        text        not null,
  kind          text        not null,                    -- opened, refused, not-opened, suspended
  kek           text        not null,                    -- its name; empty where the kind is counted over all
  events        bigint      not null,
  primary key (period, server, client, kind, kek)
);

-- What is usual for a client: learned from each period in which it was active.
create table client_baseline (
  client        text        not null,
  kek           text        not null,
  mean          double precision not null,               -- items opened in a period
  variance      double precision not null,
  periods       bigint      not null,                    -- how many it is learned from
  learned_to    timestamptz not null,                    -- when the last of them began
  primary key (client, kek)
);

create table alarm (
  id            uuid        not null primary key,
  raised_at     timestamptz not null,
  server        text        not null,
  kind          text        not null,
  client        text,
  kek           text,
  seen          bigint      not null,
  threshold     bigint      not null,
  suspended     boolean     not null,
  detail        text        not null
);

create index alarm_by_time on alarm (raised_at);

-- When an alarm about something was raised last: it is raised by one server, and not again at once.
create table alarm_quiet (
  subject       text        not null primary key,
  raised_at     timestamptz not null
);
