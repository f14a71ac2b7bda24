-- What raters, reviewers and panelists are measured by, and how they answer.
alter table "dispute" add column "appeal" text;
alter table "dispute" add column "barred" text not null default '[]';

create table "gold" (
  "project" text not null,
  "id" text not null,
  "item" text not null,
  "question" text not null,
  "value" text not null,
  "source" text not null,
  "chosen" text not null,
  "probability" real,
  "state" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "review_reasons" (
  "project" text not null,
  "body" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "since")
);
create table "review_batch" (
  "project" text not null,
  "id" text primary key not null,
  "body" text not null,
  "since" integer not null
);
create table "review" (
  "project" text not null,
  "id" text not null,
  "vote" text not null,
  "item" text not null,
  "question" text not null,
  "rater" text not null,
  "reviewer" text not null,
  "source" text not null,
  "batch" text,
  "repeats" text,
  "state" text not null,
  "verdict" text,
  "reason" text,
  "value" text,
  "words" text not null,
  "at" integer,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "bar" (
  "project" text not null,
  "body" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "since")
);
create table "bar_review" (
  "project" text not null,
  "date" text not null,
  "bar" integer not null,
  "looked" integer not null,
  "proposed" integer not null,
  "since" integer not null,
  primary key ("project", "date")
);
create table "sanction" (
  "project" text not null,
  "id" text not null,
  "rater" text not null,
  "bar" integer not null,
  "review" text not null,
  "basis" text not null,
  "question" text,
  "follows" text not null,
  "rate" text not null,
  "proposed_at" integer not null,
  "answer_by" integer not null,
  "answered_at" integer,
  "answer" text not null,
  "state" text not null,
  "signatures" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "appeal" (
  "project" text not null,
  "id" text not null,
  "basis" text not null,
  "target" text not null,
  "item" text not null,
  "questions" text not null,
  "rater" text not null,
  "votes" text not null,
  "by" text not null,
  "on_behalf" integer not null,
  "clause" text,
  "state" text not null,
  "filed_at" integer not null,
  "due" integer not null,
  "answered_by" text,
  "fallback" integer not null,
  "hearing" text,
  "answered_at" integer,
  "reason" text not null,
  "answer" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "translation" (
  "project" text not null,
  "decision" text not null,
  "language" text not null,
  "text" text not null,
  "by" text not null,
  "at" integer not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "decision", "language", "since")
);
create table "reads" (
  "project" text not null,
  "member" text not null,
  "languages" text not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "member", "since")
);
create table "blind_case" (
  "project" text not null,
  "id" text not null,
  "member" text not null,
  "dispute" text not null,
  "kind" text not null,
  "state" text not null,
  "answers" text not null,
  "asked_at" integer not null,
  "at" integer,
  "since" integer not null,
  "until" integer,
  primary key ("project", "id", "since")
);
create table "vote_note" (
  "project" text not null,
  "vote" text not null,
  "text" text not null,
  "at" integer not null,
  "since" integer not null,
  "until" integer,
  primary key ("project", "vote", "since")
);
create table "rater_attribute" (
  "project" text not null,
  "rater" text not null,
  "name" text not null,
  "value" text not null,
  "import" text,
  "since" integer not null,
  "until" integer,
  primary key ("project", "rater", "name", "since")
);
create index "gold_item" on "gold" ("project", "item");
create index "review_batch_project" on "review_batch" ("project");
create index "review_vote" on "review" ("vote");
create index "review_rater" on "review" ("rater");
create index "review_reviewer" on "review" ("project", "reviewer");
create index "sanction_rater" on "sanction" ("rater");
create index "appeal_rater" on "appeal" ("rater");
create index "appeal_item" on "appeal" ("project", "item");
create index "blind_case_member" on "blind_case" ("project", "member");
create index "rater_attribute_import" on "rater_attribute" ("import");

create unique index one_gold_now on gold (project, item, question) where until is null;
create unique index one_reasons_now on review_reasons (project) where until is null;
create unique index one_review_now on review (project, id) where until is null;
create unique index one_bar_now on bar (project) where until is null;
create unique index one_sanction_now on sanction (project, id) where until is null;
create unique index one_sanction_open on sanction (project, rater, basis) where until is null and state = 'proposed';
create unique index one_appeal_now on appeal (project, id) where until is null;
create unique index one_appeal_open on appeal (project, target) where until is null and state in ('filed', 'admitted');
create unique index one_translation_now on translation (project, decision, language) where until is null;
create unique index one_reads_now on reads (project, member) where until is null;
create unique index one_blind_case_now on blind_case (project, id) where until is null;
create unique index one_vote_note_now on vote_note (project, vote) where until is null;
create unique index one_attribute_now on rater_attribute (project, rater, name) where until is null and import is null;
