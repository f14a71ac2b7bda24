-- What raters, reviewers and panelists are measured by, and how they answer.
alter table "dispute" add column "appeal" text collate "C";
alter table "dispute" add column "barred" jsonb not null default '[]';

create table "gold" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "value" text collate "C" not null,
  "source" text collate "C" not null,
  "chosen" text collate "C" not null,
  "probability" double precision,
  "state" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "review_reasons" (
  "project" text collate "C" not null,
  "body" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "since")
);
create table "review_batch" (
  "project" text collate "C" not null,
  "id" text collate "C" primary key not null,
  "body" jsonb not null,
  "since" bigint not null
);
create table "review" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "vote" text collate "C" not null,
  "item" text collate "C" not null,
  "question" text collate "C" not null,
  "rater" text collate "C" not null,
  "reviewer" text collate "C" not null,
  "source" text collate "C" not null,
  "batch" text collate "C",
  "repeats" text collate "C",
  "state" text collate "C" not null,
  "verdict" text collate "C",
  "reason" text collate "C",
  "value" text collate "C",
  "words" text collate "C" not null,
  "at" bigint,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "bar" (
  "project" text collate "C" not null,
  "body" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "since")
);
create table "bar_review" (
  "project" text collate "C" not null,
  "date" text collate "C" not null,
  "bar" bigint not null,
  "looked" bigint not null,
  "proposed" bigint not null,
  "since" bigint not null,
  primary key ("project", "date")
);
create table "sanction" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "rater" text collate "C" not null,
  "bar" bigint not null,
  "review" text collate "C" not null,
  "basis" text collate "C" not null,
  "question" text collate "C",
  "follows" text collate "C" not null,
  "rate" jsonb not null,
  "proposed_at" bigint not null,
  "answer_by" bigint not null,
  "answered_at" bigint,
  "answer" text collate "C" not null,
  "state" text collate "C" not null,
  "signatures" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "appeal" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "basis" text collate "C" not null,
  "target" text collate "C" not null,
  "item" text collate "C" not null,
  "questions" jsonb not null,
  "rater" text collate "C" not null,
  "votes" jsonb not null,
  "by" text collate "C" not null,
  "on_behalf" bigint not null,
  "clause" text collate "C",
  "state" text collate "C" not null,
  "filed_at" bigint not null,
  "due" bigint not null,
  "answered_by" text collate "C",
  "fallback" bigint not null,
  "hearing" text collate "C",
  "answered_at" bigint,
  "reason" text collate "C" not null,
  "answer" text collate "C" not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "translation" (
  "project" text collate "C" not null,
  "decision" text collate "C" not null,
  "language" text collate "C" not null,
  "text" text collate "C" not null,
  "by" text collate "C" not null,
  "at" bigint not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "decision", "language", "since")
);
create table "reads" (
  "project" text collate "C" not null,
  "member" text collate "C" not null,
  "languages" jsonb not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "member", "since")
);
create table "blind_case" (
  "project" text collate "C" not null,
  "id" text collate "C" not null,
  "member" text collate "C" not null,
  "dispute" text collate "C" not null,
  "kind" text collate "C" not null,
  "state" text collate "C" not null,
  "answers" jsonb not null,
  "asked_at" bigint not null,
  "at" bigint,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "id", "since")
);
create table "vote_note" (
  "project" text collate "C" not null,
  "vote" text collate "C" not null,
  "text" text collate "C" not null,
  "at" bigint not null,
  "since" bigint not null,
  "until" bigint,
  primary key ("project", "vote", "since")
);
create table "rater_attribute" (
  "project" text collate "C" not null,
  "rater" text collate "C" not null,
  "name" text collate "C" not null,
  "value" text collate "C" not null,
  "import" text collate "C",
  "since" bigint not null,
  "until" bigint,
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
