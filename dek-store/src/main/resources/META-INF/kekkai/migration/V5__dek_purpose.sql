-- Keys of blind indexes are stored as DEKs are; what a key is for never changes, and its tag covers it.
alter table dek add column purpose varchar(16) default 'encrypt' not null
  constraint dek_purpose check (purpose in ('encrypt', 'index'));
