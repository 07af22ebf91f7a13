-- The public KEK sets that were given out, signed; the newest one is what clients get.
create table kek_set (
  version       bigint                   not null primary key check (version > 0),
  issued        timestamp with time zone not null,       -- when it was signed, last of all
  server        varchar(64)              not null,       -- who signed it
  jws           varchar(2097152)         not null
);
