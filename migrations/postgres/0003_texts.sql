-- Shared texts: a log of updates with snapshots as its cache. The row in doc is the lock that numbers a text's updates.
create table doc (id text collate "C" primary key, seq bigint not null, frozen_until bigint not null);
create table doc_update (
  doc text collate "C" not null,
  seq bigint not null,
  person text collate "C" not null,
  at bigint not null,
  data bytea not null,
  primary key (doc, seq)
);
create table doc_client (
  doc text collate "C" not null,
  client bigint not null,
  person text collate "C" not null,
  primary key (doc, client)
);
create table doc_snapshot (doc text collate "C" primary key, seq bigint not null, data bytea not null);
