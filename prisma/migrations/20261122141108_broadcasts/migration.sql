-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "broadcast_id" BIGINT;

-- CreateTable
CREATE TABLE "broadcast" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "form_key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "text_enc" BYTEA NOT NULL,
    "text_idx" BYTEA NOT NULL,
    "audience" JSONB NOT NULL DEFAULT '{}',
    "missing_enc" BYTEA,
    "urgent_enc" BYTEA,
    "send_at" TIMESTAMPTZ(3),
    "not_after" TIMESTAMPTZ(3),
    "author" TEXT NOT NULL,
    "counted" INTEGER,
    "submitted_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "leaves_at" TIMESTAMPTZ(3),
    "written_to" BIGINT NOT NULL DEFAULT 0,
    "written_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "broadcast_form_key_key" ON "broadcast"("form_key");

-- CreateIndex
CREATE INDEX "broadcast_commune_id_created_at_idx" ON "broadcast"("commune_id", "created_at");

-- CreateIndex
CREATE INDEX "broadcast_commune_id_text_idx_idx" ON "broadcast"("commune_id", "text_idx");

ALTER TABLE "broadcast"
  ADD CONSTRAINT "broadcast_commune_fk" FOREIGN KEY ("commune_id") REFERENCES "commune"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "broadcast_state_check" CHECK ("state" IN ('draft', 'submitted', 'scheduled', 'sending', 'paused', 'done', 'cancelled')),
  -- whoever wrote it is not who approves it, whatever a page says
  ADD CONSTRAINT "broadcast_second_person" CHECK ("submitted_at" IS NULL OR "approved_by" IS NULL OR "approved_by" <> "author");

-- A broadcast's notices, and whether one of them goes to an address already. Nothing else of the outbox pays for it.
CREATE INDEX "notice_broadcast_idx" ON "notice" ("broadcast_id", "contact_id") WHERE "broadcast_id" IS NOT NULL;
