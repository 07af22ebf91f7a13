-- The public KEK sets that were given out, signed; the newest one is what clients get.
create table kek_set (
  version       bigint      not null primary key check (version > 0),
  issued        timestamptz not null,                    -- when it was signed, last of all
  server        text        not null,                    -- who signed it
  jws           text        not null
);
