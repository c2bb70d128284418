-- Who holds an office, which chats stand for whom, and what the committee asked of the villages.
CREATE TABLE "office_holder" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "office" TEXT NOT NULL,
    "village_id" INTEGER,
    "person_id" BIGINT,
    "name_enc" BYTEA NOT NULL,
    "phone_contact_id" BIGINT,
    "term_from" DATE NOT NULL,
    "term_to" DATE,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT 'cli',

    CONSTRAINT "office_holder_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "room" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "village_id" INTEGER,
    "holder_id" BIGINT,
    "contact_id" BIGINT NOT NULL,
    "is_group" BOOLEAN NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "room_member" (
    "room_id" BIGINT NOT NULL,
    "member_idx" BYTEA NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "room_member_pkey" PRIMARY KEY ("room_id","member_idx")
);

CREATE TABLE "room_code" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "code_idx" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "village_id" INTEGER,
    "holder_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "room_code_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "task" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "room_id" BIGINT NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "text_idx" BYTEA NOT NULL,
    "due_on" DATE,
    "due_time" TEXT,
    "needs_ack" BOOLEAN NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "board_stale" BOOLEAN NOT NULL DEFAULT true,
    "board_notice_id" BIGINT,
    "board_on" DATE,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "task_target" (
    "task_id" BIGINT NOT NULL,
    "village_id" INTEGER NOT NULL,
    "notice_id" BIGINT,
    "told_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "chased" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "escalated_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_target_pkey" PRIMARY KEY ("task_id","village_id")
);

CREATE TABLE "task_report" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "task_id" BIGINT,
    "village_id" INTEGER NOT NULL,
    "inbound_id" BIGINT NOT NULL,
    "text_enc" BYTEA NOT NULL,
    "numbers" JSONB NOT NULL DEFAULT '{}',
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_report_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "office_holder_commune_id_village_id_idx" ON "office_holder"("commune_id", "village_id");
CREATE INDEX "room_contact_id_idx" ON "room"("contact_id");
CREATE INDEX "room_holder_id_idx" ON "room"("holder_id");
CREATE INDEX "room_code_code_idx_idx" ON "room_code"("code_idx");
CREATE UNIQUE INDEX "task_commune_id_number_key" ON "task"("commune_id", "number");
CREATE INDEX "task_commune_id_text_idx_idx" ON "task"("commune_id", "text_idx");
CREATE INDEX "task_target_village_id_idx" ON "task_target"("village_id");
CREATE INDEX "task_target_notice_id_idx" ON "task_target"("notice_id");
CREATE UNIQUE INDEX "task_report_inbound_id_key" ON "task_report"("inbound_id");
CREATE INDEX "task_report_task_id_village_id_idx" ON "task_report"("task_id", "village_id");

-- A chat stands for one thing at a time; every message of a chat looks here.
CREATE UNIQUE INDEX "room_open" ON "room"("contact_id") WHERE "ended_at" IS NULL;
-- What follow-up looks at every few seconds is a handful of rows, however many tasks there were.
CREATE INDEX "task_board_stale" ON "task"("id") WHERE "board_stale" AND "state" = 'open';
CREATE INDEX "task_open" ON "task"("commune_id") WHERE "state" = 'open';
CREATE INDEX "task_target_untold" ON "task_target"("notice_id") WHERE "told_at" IS NULL AND "notice_id" IS NOT NULL;
