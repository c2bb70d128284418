-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "commune" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "province" TEXT NOT NULL DEFAULT '',
    "profile" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "commune_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "village" (
    "id" SERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL,
    "search_key" TEXT NOT NULL,
    "aliases" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "valid_from" DATE,
    "valid_to" DATE,
    "successor_id" INTEGER,
    "head_name" TEXT,
    "head_contact_id" BIGINT,

    CONSTRAINT "village_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "village_id" INTEGER,
    "code" TEXT,
    "no" TEXT,
    "match_key" TEXT NOT NULL,
    "poor_status" TEXT,
    "batch_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "village_id" INTEGER,
    "household_id" BIGINT,
    "is_household_head" BOOLEAN NOT NULL DEFAULT false,
    "full_name" TEXT NOT NULL,
    "search_key" TEXT NOT NULL,
    "sort_key" TEXT NOT NULL,
    "birth" DATE,
    "birth_precision" TEXT,
    "sex" TEXT,
    "match_key" TEXT NOT NULL,
    "secrets_enc" BYTEA,
    "citizen_idx" BYTEA,
    "old_idx" BYTEA,
    "social_idx" BYTEA,
    "poor_status" TEXT,
    "note" TEXT,
    "died_on" DATE,
    "moved_out_on" DATE,
    "opted_out_at" TIMESTAMPTZ(3),
    "preferred_channel" TEXT,
    "batch_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "address_enc" BYTEA NOT NULL,
    "address_idx" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "verified_at" TIMESTAMPTZ(3),
    "unreachable_until" TIMESTAMPTZ(3),
    "last_inbound_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_contact" (
    "person_id" BIGINT NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "relation" TEXT NOT NULL DEFAULT 'unknown',
    "rank" SMALLINT NOT NULL DEFAULT 0,
    "source" TEXT NOT NULL DEFAULT 'import',
    "removed_at" TIMESTAMPTZ(3),
    "batch_id" BIGINT,

    CONSTRAINT "person_contact_pkey" PRIMARY KEY ("person_id","contact_id")
);

-- CreateTable
CREATE TABLE "card" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "person_id" BIGINT NOT NULL,
    "card_no_enc" BYTEA,
    "card_idx" BYTEA,
    "card_group" TEXT,
    "valid_from" DATE,
    "valid_to" DATE,
    "five_year_on" DATE,
    "withdrawn_at" TIMESTAMPTZ(3),
    "batch_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allowance" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "person_id" BIGINT NOT NULL,
    "category" TEXT,
    "category_group" TEXT,
    "category_text" TEXT,
    "coefficient" DECIMAL(4,2),
    "amount" INTEGER,
    "payment_method" TEXT,
    "account_enc" BYTEA,
    "account_tail" TEXT,
    "decision_no" TEXT,
    "start_month" DATE,
    "status" TEXT NOT NULL DEFAULT 'active',
    "withdrawn_at" TIMESTAMPTZ(3),
    "batch_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "allowance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "person_id" BIGINT NOT NULL,
    "month" DATE NOT NULL,
    "category" TEXT NOT NULL DEFAULT '',
    "amount" INTEGER NOT NULL,
    "coefficient" DECIMAL(4,2),
    "arrears" INTEGER NOT NULL DEFAULT 0,
    "deduction" INTEGER NOT NULL DEFAULT 0,
    "payment_method" TEXT,
    "account_tail" TEXT,
    "status" TEXT NOT NULL DEFAULT 'listed',
    "batch_id" BIGINT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_schedule" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "village_id" INTEGER,
    "method" TEXT,
    "place" TEXT NOT NULL,
    "pays_on" DATE NOT NULL,
    "from_time" TEXT NOT NULL DEFAULT '07:30',
    "to_time" TEXT,
    "confirmed" BOOLEAN NOT NULL DEFAULT false,
    "cancelled_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_batch" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "month" DATE,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "diff" JSONB NOT NULL DEFAULT '{}',
    "actor" TEXT NOT NULL DEFAULT 'cli',
    "committed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_row" (
    "batch_id" BIGINT NOT NULL,
    "sheet" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "issues" JSONB NOT NULL,
    "person_id" BIGINT,

    CONSTRAINT "import_row_pkey" PRIMARY KEY ("batch_id","sheet","row")
);

-- CreateTable
CREATE TABLE "import_change" (
    "batch_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "import_change_pkey" PRIMARY KEY ("batch_id","seq")
);

-- CreateTable
CREATE TABLE "reminder_rule" (
    "id" SERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "offsets" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "send_time" TEXT NOT NULL DEFAULT '07:30',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "reminder_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "template_override" (
    "commune_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "template_override_pkey" PRIMARY KEY ("commune_id","name")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "recipient" TEXT NOT NULL,
    "person_id" BIGINT,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL DEFAULT 'bulk',
    "duty" BOOLEAN NOT NULL DEFAULT true,
    "reason_key" TEXT NOT NULL,
    "rule_id" INTEGER,
    "rule_version" INTEGER,
    "card_id" BIGINT,
    "allowance_id" BIGINT,
    "schedule_id" BIGINT,
    "payment_id" BIGINT,
    "template_key" TEXT NOT NULL,
    "params" JSONB NOT NULL DEFAULT '{}',
    "text_enc" BYTEA,
    "due_on" DATE NOT NULL,
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "not_after" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "channel" TEXT,
    "contact_id" BIGINT,
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "request_no" SMALLINT NOT NULL DEFAULT 1,
    "maybe_sent_at" TIMESTAMPTZ(3),
    "exhausted" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "claimed_by" INTEGER,
    "end_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "id" BIGSERIAL NOT NULL,
    "notice_id" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "contact_id" BIGINT,
    "request_id" TEXT NOT NULL,
    "provider_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'sending',
    "error_class" TEXT,
    "error_code" TEXT,
    "template_key" TEXT,
    "template_version" TEXT,
    "text_enc" BYTEA,
    "segments" SMALLINT,
    "cost_dong" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "checks" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "request_id" TEXT,
    "provider_id" TEXT,
    "outcome" TEXT NOT NULL,
    "error_code" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "applied" BOOLEAN NOT NULL DEFAULT false,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "notice_id" BIGINT NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "village_id" INTEGER,
    "person_id" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT,
    "outcome_at" TIMESTAMPTZ(3),
    "outcome_by" TEXT,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("notice_id")
);

-- CreateTable
CREATE TABLE "worker_session" (
    "id" SERIAL NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "roles" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_state" (
    "commune_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "resume_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_state_pkey" PRIMARY KEY ("commune_id","channel")
);

-- CreateTable
CREATE TABLE "webchat_message" (
    "id" BIGSERIAL NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "direction" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "webchat_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "commune_name_key" ON "commune"("name");

-- CreateIndex
CREATE UNIQUE INDEX "village_commune_id_search_key_key" ON "village"("commune_id", "search_key");

-- CreateIndex
CREATE UNIQUE INDEX "household_commune_id_match_key_key" ON "household"("commune_id", "match_key");

-- CreateIndex
CREATE INDEX "person_commune_id_citizen_idx_idx" ON "person"("commune_id", "citizen_idx");

-- CreateIndex
CREATE INDEX "person_commune_id_social_idx_idx" ON "person"("commune_id", "social_idx");

-- CreateIndex
CREATE INDEX "person_commune_id_match_key_idx" ON "person"("commune_id", "match_key");

-- CreateIndex
CREATE INDEX "person_commune_id_birth_idx" ON "person"("commune_id", "birth");

-- CreateIndex
CREATE UNIQUE INDEX "contact_commune_id_kind_address_idx_key" ON "contact"("commune_id", "kind", "address_idx");

-- CreateIndex
CREATE INDEX "person_contact_contact_id_idx" ON "person_contact"("contact_id");

-- CreateIndex
CREATE INDEX "card_commune_id_valid_to_idx" ON "card"("commune_id", "valid_to");

-- CreateIndex
CREATE INDEX "card_person_id_idx" ON "card"("person_id");

-- CreateIndex
CREATE INDEX "allowance_person_id_idx" ON "allowance"("person_id");

-- CreateIndex
CREATE INDEX "allowance_commune_id_status_idx" ON "allowance"("commune_id", "status");

-- CreateIndex
CREATE INDEX "payment_commune_id_month_status_idx" ON "payment"("commune_id", "month", "status");

-- CreateIndex
CREATE UNIQUE INDEX "payment_commune_id_person_id_month_category_key" ON "payment"("commune_id", "person_id", "month", "category");

-- CreateIndex
CREATE INDEX "payment_schedule_commune_id_pays_on_idx" ON "payment_schedule"("commune_id", "pays_on");

-- CreateIndex
CREATE INDEX "import_batch_commune_id_committed_at_idx" ON "import_batch"("commune_id", "committed_at");

-- CreateIndex
CREATE INDEX "import_change_entity_entity_id_idx" ON "import_change"("entity", "entity_id");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_rule_commune_id_key_key" ON "reminder_rule"("commune_id", "key");

-- CreateIndex
CREATE INDEX "notice_person_id_idx" ON "notice"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_recipient_reason_key_key" ON "notice"("recipient", "reason_key");

-- CreateIndex
CREATE INDEX "attempt_request_id_idx" ON "attempt"("request_id");

-- CreateIndex
CREATE INDEX "attempt_notice_id_idx" ON "attempt"("notice_id");

-- CreateIndex
CREATE INDEX "attempt_channel_provider_id_idx" ON "attempt"("channel", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_channel_dedupe_key_key" ON "receipt"("channel", "dedupe_key");

-- CreateIndex
CREATE INDEX "visit_commune_id_village_id_idx" ON "visit"("commune_id", "village_id");

-- CreateIndex
CREATE UNIQUE INDEX "webchat_message_dedupe_key_key" ON "webchat_message"("dedupe_key");

-- CreateIndex
CREATE INDEX "webchat_message_contact_id_id_idx" ON "webchat_message"("contact_id", "id");

-- AddForeignKey
ALTER TABLE "village" ADD CONSTRAINT "village_commune_id_fkey" FOREIGN KEY ("commune_id") REFERENCES "commune"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_schedule" ADD CONSTRAINT "payment_schedule_commune_id_fkey" FOREIGN KEY ("commune_id") REFERENCES "commune"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminder_rule" ADD CONSTRAINT "reminder_rule_commune_id_fkey" FOREIGN KEY ("commune_id") REFERENCES "commune"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say: states that exist, references, and the partial indexes that keep the
-- cost of every tick in proportion to what is waiting, not to what was ever sent.

ALTER TABLE "person_contact"
  ADD CONSTRAINT "person_contact_person_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "person_contact_contact_fk" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE;
ALTER TABLE "person"
  ADD CONSTRAINT "person_commune_fk" FOREIGN KEY ("commune_id") REFERENCES "commune"("id"),
  ADD CONSTRAINT "person_village_fk" FOREIGN KEY ("village_id") REFERENCES "village"("id") ON DELETE SET NULL,
  ADD CONSTRAINT "person_household_fk" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE SET NULL,
  ADD CONSTRAINT "person_birth_precision_check" CHECK ("birth_precision" IN ('day', 'month', 'year')),
  ADD CONSTRAINT "person_sex_check" CHECK ("sex" IN ('male', 'female'));
ALTER TABLE "card" ADD CONSTRAINT "card_person_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;
ALTER TABLE "allowance" ADD CONSTRAINT "allowance_person_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;
ALTER TABLE "payment" ADD CONSTRAINT "payment_person_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE;
ALTER TABLE "notice"
  ADD CONSTRAINT "notice_person_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id"),
  ADD CONSTRAINT "notice_state_check" CHECK ("state" IN
    ('planned', 'queued', 'sending', 'sent', 'delivered', 'failed', 'unconfirmed', 'expired', 'cancelled', 'visit')),
  ADD CONSTRAINT "notice_lane_check" CHECK ("lane" IN ('bulk', 'reply', 'urgent')),
  ADD CONSTRAINT "notice_sending_is_claimed" CHECK ("state" <> 'sending' OR "claimed_by" IS NOT NULL);
ALTER TABLE "attempt"
  ADD CONSTRAINT "attempt_notice_fk" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "attempt_state_check" CHECK ("state" IN ('sending', 'sent', 'delivered', 'failed', 'unconfirmed'));
ALTER TABLE "visit"
  ADD CONSTRAINT "visit_notice_fk" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "visit_outcome_check" CHECK ("outcome" IN ('told', 'absent', 'died', 'moved'));
ALTER TABLE "webchat_message"
  ADD CONSTRAINT "webchat_message_contact_fk" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE CASCADE;

CREATE INDEX "notice_planned_idx" ON "notice" ("not_before") WHERE "state" = 'planned';
CREATE INDEX "notice_queued_idx" ON "notice" ("state_at") WHERE "state" = 'queued';
CREATE INDEX "notice_sending_idx" ON "notice" ("claimed_by") WHERE "state" = 'sending';
CREATE INDEX "notice_unconfirmed_idx" ON "notice" ("commune_id") WHERE "state" = 'unconfirmed';
CREATE INDEX "notice_open_card_idx" ON "notice" ("card_id") WHERE "state" IN ('planned', 'queued') AND "card_id" IS NOT NULL;
CREATE INDEX "notice_open_rule_idx" ON "notice" ("rule_id") WHERE "state" IN ('planned', 'queued') AND "rule_id" IS NOT NULL;
CREATE INDEX "notice_commune_due_idx" ON "notice" ("commune_id", "due_on");
CREATE INDEX "attempt_check_idx" ON "attempt" ("next_check_at") WHERE "next_check_at" IS NOT NULL;
CREATE INDEX "visit_open_idx" ON "visit" ("commune_id", "village_id") WHERE "outcome" IS NULL;
CREATE INDEX "receipt_waiting_idx" ON "receipt" ("channel", "provider_id") WHERE NOT "applied";
