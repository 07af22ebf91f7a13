-- KEK versions. The key itself is on the token; here is what proves that the object found is the one meant.
create table kek (
  name            varchar(48)              not null,
  version         integer                  not null check (version > 0),
  cka_id          varchar(512)             not null, -- hexadecimal
  kind            varchar(16)              not null,
  state           varchar(16)              not null check (state in ('primary', 'retired')),
  primary_of      varchar(48)              unique, -- the name while primary: one primary version per name
  canary_method   varchar(64)              not null,
  canary_wrapped  varchar(2048)            not null, -- base64
  canary_token    varchar(256)             not null, -- field token
  created_at      timestamp with time zone not null,
  primary key (name, version),
  check ((state = 'primary' and primary_of is not null and primary_of = name)
      or (state = 'retired' and primary_of is null))
);

-- DEKs, wrapped. No row holds a secret.
create table dek (
  id              uuid                     not null primary key,
  name            varchar(64)              not null unique,
  kek_name        varchar(48)              not null,
  kek_version     integer                  not null,
  wrap_method     varchar(64)              not null,
  wrapped         varchar(2048)            not null, -- base64
  check_token     varchar(256)             not null, -- field token
  state           varchar(16)              not null check (state in ('active', 'retired')),
  created_at      timestamp with time zone not null,
  foreign key (kek_name, kek_version) references kek (name, version)
);

create index dek_by_kek on dek (kek_name, kek_version, id);
