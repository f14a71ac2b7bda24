-- The dispute room: who may sit, what is said after the reveal, what a decision was signed without.
alter table "link" add column "dispute" text;
alter table "dispute" add column "held" integer not null default 0;
alter table "dispute" add column "revealed_at" integer;
alter table "seat" add column "guest" integer not null default 0;
alter table "seat" add column "why" text;
alter table "decision" add column "consent" integer not null default 0;
alter table "decision" add column "pulled" integer not null default 0;
alter table "decision" add column "vote_causes" text not null default '[]';
alter table "decision" add column "overridden" text not null default '[]';

create table "panelist" (
  "project" text not null,
  "member" text not null,
  "languages" text not null,
  "expertise" text not null,
  "minutes" integer,
  "declared" integer not null,
  "raters" text not null,
  "externals" text not null,
  "guest" text,
  "since" integer not null,
  "until" integer,
  primary key ("project", "member", "since")
);
create table "thread" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "anchor" text not null,
  "round" integer not null,
  "state" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "comment" (
  "project" text not null,
  "id" text primary key not null,
  "dispute" text not null,
  "thread" text not null,
  "by" text not null,
  "at" integer not null,
  "mentions" text not null,
  "text" text not null,
  "since" integer not null
);
create table "opinion" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "seat" text not null,
  "kind" text not null,
  "round" integer not null,
  "at" integer not null,
  "text" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "named_cause" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "round" integer not null,
  "seat" text not null,
  "question" text not null,
  "camp" text,
  "vote" text,
  "cause" text not null,
  "since" integer not null,
  "until" integer,
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
