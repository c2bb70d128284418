-- AlterTable
ALTER TABLE "contact" DROP COLUMN "unreachable_until",
ADD COLUMN     "state_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "provider" TEXT;

-- CreateTable
CREATE TABLE "channel_unreachable" (
    "channel" TEXT NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_unreachable_pkey" PRIMARY KEY ("contact_id","channel")
);

-- CreateTable
CREATE TABLE "provider_template" (
    "commune_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "template_key" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "provider_template_pkey" PRIMARY KEY ("commune_id","channel","template_key")
);

-- CreateTable
CREATE TABLE "channel_event" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "body_enc" BYTEA NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "channel_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_alert" (
    "id" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "said" TEXT NOT NULL,
    "person_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_alert_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "channel_event_channel_dedupe_key_key" ON "channel_event"("channel", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "channel_alert_channel_dedupe_key_key" ON "channel_alert"("channel", "dedupe_key");

-- CreateIndex
CREATE INDEX "channel_event_waiting_idx" ON "channel_event"("id") WHERE NOT "applied";

-- Until now only SMS had more than one provider; which of the two was asked, nobody wrote down.
UPDATE "attempt" SET "provider" = "channel" WHERE "channel" <> 'sms';
