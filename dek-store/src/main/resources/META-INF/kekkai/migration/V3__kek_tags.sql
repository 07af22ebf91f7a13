-- KEK versions with all their states, dates, a revision and a tag.
create table kek_version (
  name             varchar(48)              not null,
  version          integer                  not null check (version > 0),
  cka_id           varchar(512)             not null, -- hexadecimal
  kind             varchar(16)              not null,
  state            varchar(16)              not null
    check (state in ('prepared', 'primary', 'retired', 'disabled', 'destroyed')),
  primary_of       varchar(48),             -- the name while primary: one primary version per name
  canary_method    varchar(64)              not null,
  canary_wrapped   varchar(2048)            not null, -- base64
  canary_token     varchar(256)             not null, -- field token
  created_at       timestamp with time zone not null,
  activated_at     timestamp with time zone,
  retired_at       timestamp with time zone,
  disabled_at      timestamp with time zone,
  destroyable_from timestamp with time zone, -- end of the waiting time
  destroyed_at     timestamp with time zone,
  revision         bigint                   not null check (revision >= 0),
  row_tag          varchar(64),             -- base64; null in rows of an earlier release until tagged
  constraint kek_version_pk primary key (name, version),
  constraint kek_primary_version unique (primary_of),
  constraint kek_primary_is_named check ((state = 'primary' and primary_of is not null and primary_of = name)
      or (state <> 'primary' and primary_of is null))
);

-- Nobody has written down when earlier releases made a version primary, or retired it.
insert into kek_version (name, version, cka_id, kind, state, primary_of, canary_method,
    canary_wrapped, canary_token, created_at, revision)
  select name, version, cka_id, kind, state, primary_of, canary_method, canary_wrapped,
    canary_token, created_at, 0
  from kek;

alter table dek drop constraint dek_under_kek;
drop table kek;
alter table kek_version rename to kek;
alter table dek add constraint dek_under_kek
  foreign key (kek_name, kek_version) references kek (name, version);

alter table dek_store add column head_keks varchar(64); -- digest over the tags of all KEK rows, hexadecimal
