-- The guideline between two versions: how clauses are kept, what is proposed and said, what a version sets off.
alter table "guideline" add column "changes" jsonb not null default '{}';
alter table "guideline" add column "gone" jsonb not null default '[]';
alter table "guideline" add column "overridden" jsonb not null default '[]';
alter table "guideline" add column "published_by" text collate "C" not null default '';
alter table "guideline" add column "reason" text collate "C";
-- Empty: a version from before meanings were told apart; each text meant itself.
alter table "clause" add column "hash" text collate "C" not null default '';
alter table "clause" add column "meaning" text collate "C" not null default '';
alter table "clause" add column "follows" jsonb not null default '{}';
alter table "clause" add column "authors" jsonb not null default '[]';
alter table "decision" add column "follows" text collate "C";

create table "clause_rule" (
  "project" text collate "C" not null,
  "clause" text collate "C" not null,
  "protection" text collate "C" not null,
  "owners" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "clause", "since")
);
create table "clause_approval" (
  "project" text collate "C" not null,
  "clause" text collate "C" not null,
  "hash" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "clause", "by", "since")
);
create table "draft_change" (
  "project" text collate "C" not null,
  "since" bigint not null,
  "body" jsonb not null,
  primary key ("project", "since")
);
create table "acknowledgement" (
  "project" text collate "C" not null,
  "rater" text collate "C" not null,
  "version" bigint not null,
  "at" bigint not null,
  "since" bigint not null,
  primary key ("project", "rater", "version")
);
create table "proposal" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "clause" text collate "C" not null,
  "after" text collate "C",
  "level" bigint not null,
  "language" text collate "C" not null,
  "disputes" jsonb not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "asked" jsonb not null,
  "base" text collate "C" not null,
  "hash" text collate "C" not null,
  "state" text collate "C" not null,
  "decided_by" text collate "C",
  "version" bigint,
  "words" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "proposal_review" (
  "project" text collate "C" not null,
  "id" text collate "C" primary key not null,
  "proposal" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "verdict" text collate "C" not null,
  "hash" text collate "C" not null,
  "text" text collate "C" not null,
  "since" bigint not null
);
create table "clause_thread" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "anchor" jsonb not null,
  "blocking" bigint not null,
  "state" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "clause_comment" (
  "project" text collate "C" not null,
  "id" text collate "C" primary key not null,
  "thread" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "mentions" jsonb not null,
  "text" text collate "C" not null,
  "since" bigint not null
);
create table "recheck" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "version" bigint not null,
  "decision" text collate "C" not null,
  "dispute" text collate "C" not null,
  "question" text collate "C" not null,
  "clauses" jsonb not null,
  "state" text collate "C" not null,
  "by" text collate "C",
  "at" bigint,
  "reason" text collate "C",
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "revote" (
  "project" text collate "C" not null,
  "id" text collate "C" primary key not null,
  "version" bigint not null,
  "seed" text collate "C" not null,
  "affected" jsonb not null,
  "control" jsonb not null,
  "at" bigint not null,
  "since" bigint not null
);
create table "citation" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "dispute" text collate "C" not null,
  "decision" text collate "C" not null,
  "signal" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "reason" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create index "proposal_review_proposal" on "proposal_review" ("proposal");
create index "clause_comment_thread" on "clause_comment" ("thread");
create index "recheck_decision" on "recheck" ("project", "decision");
create index "citation_decision" on "citation" ("project", "decision");

create unique index one_clause_rule_now on clause_rule (project, clause) where until is null;
create unique index one_approval_now on clause_approval (project, clause, "by") where until is null;
create unique index one_proposal_now on proposal (project, id) where until is null;
create unique index one_clause_thread_now on clause_thread (project, id) where until is null;
create unique index one_recheck_now on recheck (project, decision) where until is null and state = 'waiting';
create unique index one_citation_now on citation (project, dispute, decision) where until is null;

-- Who wrote in which part of a shared text, and when last. (SQLite keeps it in texts.db.)
create table doc_author (
  doc text collate "C" not null,
  part text collate "C" not null,
  person text collate "C" not null,
  at bigint not null,
  primary key (doc, part, person)
);
