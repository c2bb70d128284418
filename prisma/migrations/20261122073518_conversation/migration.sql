-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "buttons_enc" BYTEA;

-- CreateTable
CREATE TABLE "inbound_message" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "is_group" BOOLEAN NOT NULL DEFAULT false,
    "body_enc" BYTEA NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "tries" SMALLINT NOT NULL DEFAULT 0,
    "intents" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "contact_id" BIGINT NOT NULL,
    "state_enc" BYTEA,
    "misses" SMALLINT NOT NULL DEFAULT 0,
    "paused_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("contact_id")
);

-- CreateTable
CREATE TABLE "link_code" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "code_idx" BYTEA NOT NULL,
    "chat_id" BIGINT,
    "phone_idx" BYTEA,
    "phone_contact_id" BIGINT,
    "person_id" BIGINT,
    "relation" TEXT NOT NULL DEFAULT 'self',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL DEFAULT 'bot',

    CONSTRAINT "link_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_guess" (
    "id" BIGSERIAL NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "guessed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "link_guess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "person_id" BIGINT,
    "topic" TEXT NOT NULL,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'open',
    "facts_enc" BYTEA NOT NULL,
    "assigned_to" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" TEXT,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_message" (
    "id" BIGSERIAL NOT NULL,
    "ticket_id" BIGINT NOT NULL,
    "direction" TEXT NOT NULL,
    "text_enc" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL DEFAULT '',
    "inbound_id" BIGINT,
    "notice_id" BIGINT,

    CONSTRAINT "ticket_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "person_id" BIGINT,
    "subject" TEXT NOT NULL DEFAULT '',
    "seq" BIGINT,
    "hash" BYTEA,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "inbound_message_contact_id_id_idx" ON "inbound_message"("contact_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_message_channel_dedupe_key_key" ON "inbound_message"("channel", "dedupe_key");

-- CreateIndex
CREATE INDEX "link_code_code_idx_idx" ON "link_code"("code_idx");

-- CreateIndex
CREATE INDEX "link_code_chat_id_created_at_idx" ON "link_code"("chat_id", "created_at");

-- CreateIndex
CREATE INDEX "link_code_phone_idx_created_at_idx" ON "link_code"("phone_idx", "created_at");

-- CreateIndex
CREATE INDEX "link_guess_chat_id_guessed_at_idx" ON "link_guess"("chat_id", "guessed_at");

-- CreateIndex
CREATE INDEX "ticket_commune_id_state_idx" ON "ticket"("commune_id", "state");

-- CreateIndex
CREATE INDEX "ticket_contact_id_state_idx" ON "ticket"("contact_id", "state");

-- CreateIndex
CREATE INDEX "ticket_message_ticket_id_id_idx" ON "ticket_message"("ticket_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seq_key" ON "audit"("seq");

-- CreateIndex
CREATE INDEX "audit_person_id_idx" ON "audit"("person_id");

-- Almost every message has been answered long ago; who looks for work must not walk past them.
CREATE INDEX "inbound_message_waiting_idx" ON "inbound_message" ("contact_id", "id") WHERE "state" = 'waiting';
CREATE INDEX "inbound_message_unheard_idx" ON "inbound_message" ("received_at") WHERE "state" = 'waiting';
CREATE INDEX "audit_unchained_idx" ON "audit" ("id") WHERE "hash" IS NULL;

-- The only thing that ever happens to a record is that it gets its place in the chain, once.
CREATE FUNCTION "audit_is_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
    AND (NEW.id, NEW.commune_id, NEW.at, NEW.actor, NEW.action, NEW.subject) = (OLD.id, OLD.commune_id, OLD.at, OLD.actor, OLD.action, OLD.subject)
    AND NEW.person_id IS NOT DISTINCT FROM OLD.person_id THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit records are never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "audit_is_kept" BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION "audit_is_kept"();
