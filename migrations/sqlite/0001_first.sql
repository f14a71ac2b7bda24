-- The first tables. Text is compared byte by byte on both dialects.
create table "project" (
  "id" text not null primary key,
  "key" text not null,
  "name" text not null,
  "seq" integer not null,
  "at" integer not null
);

create table "person" (
  "id" text not null primary key,
  "name" text not null,
  "login" text,
  "password" text,
  "owner" integer not null,
  "locale" text not null,
  "created_at" integer not null
);

create table "session" (
  "id" text not null primary key,
  "person" text not null,
  "secret" text not null,
  "created_at" integer not null,
  "seen_at" integer not null,
  "ended_at" integer,
  "agent" text not null
);

create table "token" (
  "id" text not null primary key,
  "person" text not null,
  "project" text not null,
  "name" text not null,
  "secret" text not null,
  "scopes" text not null,
  "expires_at" integer not null,
  "ended_at" integer
);

create table "link" (
  "id" text not null primary key,
  "project" text not null,
  "purpose" text not null,
  "secret" text not null,
  "name" text not null,
  "roles" text not null,
  "rater" text,
  "person" text,
  "made_by" text not null,
  "expires_at" integer not null,
  "used_at" integer
);

create table "log_entry" (
  "project" text not null,
  "seq" integer not null,
  "body" text not null,
  "leaf" text not null,
  primary key ("project", "seq")
);

create table "log_node" (
  "project" text not null,
  "level" integer not null,
  "idx" integer not null,
  "hash" text not null,
  primary key ("project", "level", "idx")
);

create table "payload" (
  "project" text not null,
  "seq" integer not null,
  "part" text not null,
  "salt" text,
  "bytes" text,
  primary key ("project", "seq", "part")
);

create table "event" (
  "project" text not null,
  "seq" integer not null,
  "n" integer not null,
  "at" integer not null,
  "audience" text not null,
  "body" text not null,
  primary key ("project", "seq", "n")
);

create table "idempotency" (
  "project" text not null,
  "actor" text not null,
  "key" text not null,
  "hash" text not null,
  "status" integer not null,
  "answer" text not null,
  "at" integer not null,
  primary key ("project", "actor", "key")
);

create table "member" (
  "project" text not null,
  "id" text not null,
  "person" text not null,
  "roles" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "rater_link" (
  "project" text not null,
  "rater" text not null,
  "member" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "rater", "since")
);

create table "question" (
  "project" text not null,
  "key" text not null,
  "body" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "key", "since")
);

create table "policy" (
  "project" text not null,
  "body" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "since")
);

create table "guideline" (
  "project" text not null,
  "version" integer not null,
  "hash" text not null,
  "language" text not null,
  "note" text not null,
  "binds_from" integer,
  "published_at" integer not null,
  "since" integer not null,
  primary key ("project", "version")
);

create table "clause" (
  "project" text not null,
  "version" integer not null,
  "id" text not null,
  "position" integer not null,
  "level" integer not null,
  "number" text not null,
  "texts" text not null,
  primary key ("project", "version", "id")
);

create table "mapping" (
  "project" text not null,
  "name" text not null,
  "body" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "name", "since")
);

create table "import" (
  "project" text not null,
  "id" text not null primary key,
  "source" text not null,
  "file" text not null,
  "format" text not null,
  "sha256" text not null,
  "state" text not null,
  "counts" text not null,
  "root" text,
  "started_at" integer not null,
  "ended_at" integer,
  "by" text not null,
  "seq" integer,
  "until" integer
);

create table "item" (
  "project" text not null,
  "id" text not null,
  "external" text not null,
  "language" text,
  "tags" text not null,
  "expected" integer,
  "content" text not null,
  "import" text not null,
  "until" integer,
  primary key ("id", "import")
);

create table "rater" (
  "project" text not null,
  "id" text not null primary key,
  "external" text not null,
  "kind" text not null,
  "import" text not null
);

create table "vote" (
  "project" text not null,
  "id" text not null primary key,
  "item" text not null,
  "question" text not null,
  "rater" text not null,
  "ref" text not null,
  "value" text not null,
  "note" text,
  "confidence" real,
  "at" integer,
  "seconds" real,
  "version" integer,
  "salt" text,
  "import" text not null,
  "supersedes" text,
  "late" integer not null,
  "until" integer
);

create table "stand" (
  "project" text not null,
  "id" text not null,
  "vote" text not null,
  "rater" text not null,
  "item" text not null,
  "question" text not null,
  "note" text not null,
  "upheld" integer,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "closure" (
  "project" text not null,
  "id" text not null,
  "item" text not null,
  "question" text not null,
  "reason" text not null,
  "by" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "sample" (
  "project" text not null,
  "id" text not null,
  "item" text not null,
  "week" text not null,
  "seed" integer not null,
  "stratum" text not null,
  "probability" real,
  "since" integer not null,
  primary key ("project", "id", "item")
);

create table "dispute" (
  "project" text not null,
  "id" text not null,
  "item" text not null,
  "questions" text not null,
  "chosen" text not null,
  "probability" real,
  "state" text not null,
  "round" integer not null,
  "policy" text not null,
  "guideline" integer,
  "opened_at" integer not null,
  "opened_by" text not null,
  "deadline" integer,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "dispute_vote" (
  "project" text not null,
  "dispute" text not null,
  "vote" text not null,
  "rater" text not null,
  "question" text not null,
  "value" text not null,
  "version" integer,
  "at" integer,
  "late" integer not null,
  "since" integer not null,
  primary key ("dispute", "vote")
);

create table "seat" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "letter" text not null,
  "member" text not null,
  "chair" integer not null,
  "not_blind" integer not null,
  "from_round" integer not null,
  "state" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "ballot" (
  "project" text not null,
  "id" text not null primary key,
  "dispute" text not null,
  "round" integer not null,
  "seat" text not null,
  "casting" integer not null,
  "answers" text not null,
  "arguments" text not null,
  "cast_at" integer not null,
  "since" integer not null
);

create table "decision" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "round" integer not null,
  "item" text not null,
  "question" text not null,
  "kind" text not null,
  "values" text not null,
  "causes" text not null,
  "clauses" text not null,
  "guideline" integer,
  "ballots" text not null,
  "rationale" text not null,
  "state" text not null,
  "alike" integer not null,
  "signed_by" text,
  "signed_at" integer,
  "reason" text,
  "supersedes" text,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);

create table "mark" (
  "project" text not null,
  "vote" text not null,
  "rater" text not null,
  "item" text not null,
  "question" text not null,
  "basis" text not null,
  "mark" text not null,
  "cause" text,
  "because" text not null,
  "decision" text,
  "since" integer not null,
  "until" integer,
  primary key ("project", "vote", "basis", "since")
);

create unique index "project_key" on "project" ("key");
create unique index "person_login" on "person" ("login");
create index "session_person" on "session" ("person");
create index "link_project" on "link" ("project");
create index "member_person" on "member" ("person");
create index "import_project" on "import" ("project");
create index "item_external" on "item" ("project", "external");
create index "item_import" on "item" ("import");
create index "rater_external" on "rater" ("project", "external");
create index "rater_import" on "rater" ("import");
create index "vote_item" on "vote" ("item");
create index "vote_rater" on "vote" ("rater");
create index "vote_import" on "vote" ("import");
create index "dispute_item" on "dispute" ("project", "item");
create index "dispute_vote_vote" on "dispute_vote" ("vote");
create index "seat_dispute" on "seat" ("dispute");
create unique index "ballot_casting" on "ballot" ("dispute", "round", "seat", "casting");
create index "decision_dispute" on "decision" ("dispute");
create index "decision_item" on "decision" ("project", "item");
create index "mark_rater" on "mark" ("rater");
create index "mark_decision" on "mark" ("decision");

-- Walls in the database as well: one present row of each thing, one signed decision a question.
create unique index one_dispute_now on dispute (project, id) where until is null;
create unique index one_decision_now on decision (dispute, question, round) where until is null;
create unique index one_mark_now on mark (project, vote, basis) where until is null;
create unique index one_member_now on member (project, person) where until is null;
create unique index one_link_now on rater_link (project, rater) where until is null;

create trigger log_entry_stays before update on log_entry begin select raise(abort, 'the log is never edited'); end;
create trigger log_entry_kept before delete on log_entry begin select raise(abort, 'the log is never edited'); end;
create trigger log_node_stays before update on log_node begin select raise(abort, 'the log is never edited'); end;
create trigger log_node_kept before delete on log_node begin select raise(abort, 'the log is never edited'); end;

insert into project (id, key, name, seq, at) values ('_', '_', '{"en":"Installation","ja":"インストール"}', 0, 0);
