-- The dispute room: who may sit, what is said after the reveal, what a decision was signed without.
alter table "link" add column "dispute" text collate "C";
alter table "dispute" add column "held" bigint not null default 0;
alter table "dispute" add column "revealed_at" bigint;
alter table "seat" add column "guest" bigint not null default 0;
alter table "seat" add column "why" text collate "C";
alter table "decision" add column "consent" bigint not null default 0;
alter table "decision" add column "pulled" bigint not null default 0;
alter table "decision" add column "vote_causes" jsonb not null default '[]';
alter table "decision" add column "overridden" jsonb not null default '[]';

create table "panelist" (
  "project" text collate "C" not null,
  "member" text collate "C" not null,
  "languages" jsonb not null,
  "expertise" jsonb not null,
  "minutes" bigint,
  "declared" bigint not null,
  "raters" jsonb not null,
  "externals" jsonb not null,
  "guest" text collate "C",
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "member", "since")
);
create table "thread" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "anchor" jsonb not null,
  "round" bigint not null,
  "state" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "comment" (
  "project" text collate "C" not null,
  "id" text collate "C" primary key not null,
  "dispute" text collate "C" not null,
  "thread" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "mentions" jsonb not null,
  "text" text collate "C" not null,
  "since" bigint not null
);
create table "opinion" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "seat" text collate "C" not null,
  "kind" text collate "C" not null,
  "round" bigint not null,
  "at" bigint not null,
  "text" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "named_cause" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "round" bigint not null,
  "seat" text collate "C" not null,
  "question" text collate "C" not null,
  "camp" text collate "C",
  "vote" text collate "C",
  "cause" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create index "thread_dispute" on "thread" ("dispute");
create index "comment_dispute" on "comment" ("dispute");
create index "opinion_dispute" on "opinion" ("dispute");
create index "named_cause_dispute" on "named_cause" ("dispute");

create unique index one_panelist_now on panelist (project, member) where until is null;
create unique index one_opinion_now on opinion (dispute, seat) where until is null;
create unique index one_thread_now on thread (project, id) where until is null;
-- What was pulled from the consent list is drafted anew in its round, beside the signed one it will supersede.
drop index one_decision_now;
create unique index one_decision_now on decision (dispute, question, round, state) where until is null and state <> 'superseded';
