-- CreateTable
CREATE TABLE "data_request" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "person_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "asked_on" DATE NOT NULL,
    "reply_by" DATE NOT NULL,
    "do_by" DATE NOT NULL,
    "noted_by" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by" TEXT,

    CONSTRAINT "data_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "data_request_person_id_idx" ON "data_request"("person_id");

-- What waits is looked at with every status; almost all are done.
CREATE UNIQUE INDEX "data_request_open_idx" ON "data_request"("commune_id", "person_id", "kind") WHERE "done_at" IS NULL;
