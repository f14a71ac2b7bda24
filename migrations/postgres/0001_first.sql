-- The first tables. Text is compared byte by byte on both dialects.
create table "project" (
  "id" text collate "C" not null primary key,
  "key" text collate "C" not null,
  "name" jsonb not null,
  "seq" bigint not null,
  "at" bigint not null
);

create table "person" (
  "id" text collate "C" not null primary key,
  "name" text collate "C" not null,
  "login" text collate "C",
  "password" text collate "C",
  "owner" bigint not null,
  "locale" text collate "C" not null,
  "created_at" bigint not null
);

create table "session" (
  "id" text collate "C" not null primary key,
  "person" text collate "C" not null,
  "secret" text collate "C" not null,
  "created_at" bigint not null,
  "seen_at" bigint not null,
  "ended_at" bigint,
  "agent" text collate "C" not null
);

create table "token" (
  "id" text collate "C" not null primary key,
  "person" text collate "C" not null,
  "project" text collate "C" not null,
  "name" text collate "C" not null,
  "secret" text collate "C" not null,
  "scopes" jsonb not null,
  "expires_at" bigint not null,
  "ended_at" bigint
);

create table "link" (
  "id" text collate "C" not null primary key,
  "project" text collate "C" not null,
  "purpose" text collate "C" not null,
  "secret" text collate "C" not null,
  "name" text collate "C" not null,
  "roles" jsonb not null,
  "rater" text collate "C",
  "person" text collate "C",
  "made_by" text collate "C" not null,
  "expires_at" bigint not null,
  "used_at" bigint
);

create table "log_entry" (
  "project" text collate "C" not null,
  "seq" bigint not null,
  "body" text collate "C" not null,
  "leaf" text collate "C" not null,
  primary key ("project", "seq")
);

create table "log_node" (
  "project" text collate "C" not null,
  "level" bigint not null,
  "idx" bigint not null,
  "hash" text collate "C" not null,
  primary key ("project", "level", "idx")
);

create table "payload" (
  "project" text collate "C" not null,
  "seq" bigint not null,
  "part" text collate "C" not null,
  "salt" text collate "C",
  "bytes" text collate "C",
  primary key ("project", "seq", "part")
);

create table "event" (
  "project" text collate "C" not null,
  "seq" bigint not null,
  "n" bigint not null,
  "at" bigint not null,
  "audience" jsonb not null,
  "body" jsonb not null,
  primary key ("project", "seq", "n")
);

create table "idempotency" (
  "project" text collate "C" not null,
  "actor" text collate "C" not null,
  "key" text collate "C" not null,
  "hash" text collate "C" not null,
  "status" bigint not null,
  "answer" text collate "C" not null,
  "at" bigint not null,
  primary key ("project", "actor", "key")
);

create table "member" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "person" text collate "C" not null,
  "roles" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "rater_link" (
  "project" text collate "C" not null,
  "rater" text collate "C" not null,
  "member" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "rater", "since")
);

create table "question" (
  "project" text collate "C" not null,
  "key" text collate "C" not null,
  "body" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "key", "since")
);

create table "policy" (
  "project" text collate "C" not null,
  "body" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "since")
);

create table "guideline" (
  "project" text collate "C" not null,
  "version" bigint not null,
  "hash" text collate "C" not null,
  "language" text collate "C" not null,
  "note" text collate "C" not null,
  "binds_from" bigint,
  "published_at" bigint not null,
  "since" bigint not null,
  primary key ("project", "version")
);

create table "clause" (
  "project" text collate "C" not null,
  "version" bigint not null,
  "id" text collate "C" not null,
  "position" bigint not null,
  "level" bigint not null,
  "number" text collate "C" not null,
  "texts" jsonb not null,
  primary key ("project", "version", "id")
);

create table "mapping" (
  "project" text collate "C" not null,
  "name" text collate "C" not null,
  "body" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "name", "since")
);

create table "import" (
  "project" text collate "C" not null,
  "id" text collate "C" not null primary key,
  "source" text collate "C" not null,
  "file" text collate "C" not null,
  "format" text collate "C" not null,
  "sha256" text collate "C" not null,
  "state" text collate "C" not null,
  "counts" jsonb not null,
  "root" text collate "C",
  "started_at" bigint not null,
  "ended_at" bigint,
  "by" text collate "C" not null,
  "seq" bigint,
  "until" bigint
);

create table "item" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "external" text collate "C" not null,
  "language" text collate "C",
  "tags" jsonb not null,
  "expected" bigint,
  "content" jsonb not null,
  "import" text collate "C" not null,
  "until" bigint,
  primary key ("id", "import")
);

create table "rater" (
  "project" text collate "C" not null,
  "id" text collate "C" not null primary key,
  "external" text collate "C" not null,
  "kind" text collate "C" not null,
  "import" text collate "C" not null
);

create table "vote" (
  "project" text collate "C" not null,
  "id" text collate "C" not null primary key,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "rater" text collate "C" not null,
  "ref" text collate "C" not null,
  "value" text collate "C" not null,
  "note" text collate "C",
  "confidence" double precision,
  "at" bigint,
  "seconds" double precision,
  "version" bigint,
  "salt" text collate "C",
  "import" text collate "C" not null,
  "supersedes" text collate "C",
  "late" bigint not null,
  "until" bigint
);

create table "stand" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "vote" text collate "C" not null,
  "rater" text collate "C" not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "note" text collate "C" not null,
  "upheld" bigint,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "closure" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "reason" text collate "C" not null,
  "by" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "sample" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "item" text collate "C" not null,
  "week" text collate "C" not null,
  "seed" bigint not null,
  "stratum" text collate "C" not null,
  "probability" double precision,
  "since" bigint not null,
  primary key ("project", "id", "item")
);

create table "dispute" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "item" text collate "C" not null,
  "questions" jsonb not null,
  "chosen" text collate "C" not null,
  "probability" double precision,
  "state" text collate "C" not null,
  "round" bigint not null,
  "policy" jsonb not null,
  "guideline" bigint,
  "opened_at" bigint not null,
  "opened_by" text collate "C" not null,
  "deadline" bigint,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "dispute_vote" (
  "project" text collate "C" not null,
  "dispute" text collate "C" not null,
  "vote" text collate "C" not null,
  "rater" text collate "C" not null,
  "question" text collate "C" not null,
  "value" text collate "C" not null,
  "version" bigint,
  "at" bigint,
  "late" bigint not null,
  "since" bigint not null,
  primary key ("dispute", "vote")
);

create table "seat" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "letter" text collate "C" not null,
  "member" text collate "C" not null,
  "chair" bigint not null,
  "not_blind" bigint not null,
  "from_round" bigint not null,
  "state" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "ballot" (
  "project" text collate "C" not null,
  "id" text collate "C" not null primary key,
  "dispute" text collate "C" not null,
  "round" bigint not null,
  "seat" text collate "C" not null,
  "casting" bigint not null,
  "answers" jsonb not null,
  "arguments" jsonb not null,
  "cast_at" bigint not null,
  "since" bigint not null
);

create table "decision" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "round" bigint not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "kind" text collate "C" not null,
  "values" jsonb not null,
  "causes" jsonb not null,
  "clauses" jsonb not null,
  "guideline" bigint,
  "ballots" jsonb not null,
  "rationale" text collate "C" not null,
  "state" text collate "C" not null,
  "alike" bigint not null,
  "signed_by" text collate "C",
  "signed_at" bigint,
  "reason" text collate "C",
  "supersedes" text collate "C",
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);

create table "mark" (
  "project" text collate "C" not null,
  "vote" text collate "C" not null,
  "rater" text collate "C" not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "basis" text collate "C" not null,
  "mark" text collate "C" not null,
  "cause" text collate "C",
  "because" text collate "C" not null,
  "decision" text collate "C",
  "since" bigint not null,
  "until" bigint,
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

create function the_log_stays() returns trigger language plpgsql as $$ begin raise exception 'the log is never edited'; end $$;
create trigger log_entry_stays before update or delete on log_entry for each row execute function the_log_stays();
create trigger log_node_stays before update or delete on log_node for each row execute function the_log_stays();

insert into project (id, key, name, seq, at) values ('_', '_', '{"en":"Installation","ja":"インストール"}', 0, 0);
