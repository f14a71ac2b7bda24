-- The guideline between two versions: how clauses are kept, what is proposed and said, what a version sets off.
alter table "guideline" add column "changes" text not null default '{}';
alter table "guideline" add column "gone" text not null default '[]';
alter table "guideline" add column "overridden" text not null default '[]';
alter table "guideline" add column "published_by" text not null default '';
alter table "guideline" add column "reason" text;
-- Empty: a version from before meanings were told apart; each text meant itself.
alter table "clause" add column "hash" text not null default '';
alter table "clause" add column "meaning" text not null default '';
alter table "clause" add column "follows" text not null default '{}';
alter table "clause" add column "authors" text not null default '[]';
alter table "decision" add column "follows" text;

create table "clause_rule" (
  "project" text not null,
  "clause" text not null,
  "protection" text not null,
  "owners" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "clause", "since")
);
create table "clause_approval" (
  "project" text not null,
  "clause" text not null,
  "hash" text not null,
  "by" text not null,
  "at" integer not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "clause", "by", "since")
);
create table "draft_change" (
  "project" text not null,
  "since" integer not null,
  "body" text not null,
  primary key ("project", "since")
);
create table "acknowledgement" (
  "project" text not null,
  "rater" text not null,
  "version" integer not null,
  "at" integer not null,
  "since" integer not null,
  primary key ("project", "rater", "version")
);
create table "proposal" (
  "project" text not null,
  "id" text not null,
  "clause" text not null,
  "after" text,
  "level" integer not null,
  "language" text not null,
  "disputes" text not null,
  "by" text not null,
  "at" integer not null,
  "asked" text not null,
  "base" text not null,
  "hash" text not null,
  "state" text not null,
  "decided_by" text,
  "version" integer,
  "words" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "proposal_review" (
  "project" text not null,
  "id" text primary key not null,
  "proposal" text not null,
  "by" text not null,
  "at" integer not null,
  "verdict" text not null,
  "hash" text not null,
  "text" text not null,
  "since" integer not null
);
create table "clause_thread" (
  "project" text not null,
  "id" text not null,
  "anchor" text not null,
  "blocking" integer not null,
  "state" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "clause_comment" (
  "project" text not null,
  "id" text primary key not null,
  "thread" text not null,
  "by" text not null,
  "at" integer not null,
  "mentions" text not null,
  "text" text not null,
  "since" integer not null
);
create table "recheck" (
  "project" text not null,
  "id" text not null,
  "version" integer not null,
  "decision" text not null,
  "dispute" text not null,
  "question" text not null,
  "clauses" text not null,
  "state" text not null,
  "by" text,
  "at" integer,
  "reason" text,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "revote" (
  "project" text not null,
  "id" text primary key not null,
  "version" integer not null,
  "seed" text not null,
  "affected" text not null,
  "control" text not null,
  "at" integer not null,
  "since" integer not null
);
create table "citation" (
  "project" text not null,
  "id" text not null,
  "dispute" text not null,
  "decision" text not null,
  "signal" text not null,
  "by" text not null,
  "at" integer not null,
  "reason" text not null,
  "since" integer not null,
  "until" integer,
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
