-- The store itself: one row, filled in when its tag key is made on the token.
create table dek_store (
  one             smallint                 not null primary key check (one = 1),
  store_id        uuid,                    -- null until the store is set up
  tag_key         varchar(64),             -- label of the key of the row tags
  tag_key_id      varchar(512),            -- its CKA_ID, hexadecimal
  set_up_at       timestamp with time zone,
  head_counter    bigint                   not null default 0, -- one up at every change of a row
  head_root       varchar(64),             -- digest over the tags of all rows, hexadecimal
  head_tag        varchar(64)              -- base64; over store_id, head_counter and head_root
);

-- Digests over the tags of rows, by the first two bytes of their ids (depth 2), and over those (depth 1).
create table dek_node (
  depth           smallint                 not null check (depth in (1, 2)),
  node            integer                  not null check (node between 0 and 65535),
  digest          varchar(64)              not null, -- hexadecimal
  primary key (depth, node)
);

insert into dek_store (one) values (1);

-- A row per DEK version. No row holds a secret.
create table dek_version (
  id              uuid                     not null,
  name            varchar(64)              not null,
  version         integer                  not null check (version > 0),
  kek_name        varchar(48)              not null,
  kek_version     integer                  not null,
  kek_cka_id      varchar(512)             not null, -- hexadecimal
  wrap_method     varchar(64)              not null,
  wrapped         varchar(2048)            not null, -- base64; one zero byte once destroyed
  check_token     varchar(256)             not null, -- field token
  state           varchar(16)              not null
    check (state in ('pre-active', 'active', 'deactivated', 'compromised', 'destroyed')),
  active_of       varchar(64),             -- the name while active: one active version per name
  created_at      timestamp with time zone not null,
  activated_at    timestamp with time zone,
  deactivated_at  timestamp with time zone,
  compromised_at  timestamp with time zone,
  destroyed_at    timestamp with time zone,
  uses_leased     bigint                   not null check (uses_leased >= 0),
  revision        bigint                   not null check (revision >= 0),
  row_tag         varchar(64),             -- base64; null in rows of an earlier release until tagged
  constraint dek_version_pk primary key (id),
  constraint dek_version_of_name unique (name, version),
  constraint dek_active_version unique (active_of),
  constraint dek_active_is_named check ((state = 'active' and active_of is not null and active_of = name)
      or (state <> 'active' and active_of is null)),
  constraint dek_under_kek foreign key (kek_name, kek_version) references kek (name, version)
);

-- How often earlier releases used a DEK nobody knows: half of its budget counts as used.
insert into dek_version (id, name, version, kek_name, kek_version, kek_cka_id, wrap_method, wrapped,
    check_token, state, active_of, created_at, activated_at, deactivated_at, uses_leased, revision)
  select d.id, d.name, 1, d.kek_name, d.kek_version, k.cka_id, d.wrap_method, d.wrapped,
    d.check_token,
    case when d.state = 'active' then 'active' else 'deactivated' end,
    case when d.state = 'active' then d.name end,
    d.created_at, d.created_at,
    case when d.state = 'active' then null else d.created_at end,
    1073741824, 0
  from dek d join kek k on k.name = d.kek_name and k.version = d.kek_version;

drop table dek;
alter table dek_version rename to dek;
create index dek_by_kek on dek (kek_name, kek_version, id);
