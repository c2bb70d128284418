-- Somebody says that a person is dead or has moved away. Until the officer has decided, what would hurt is held back.
CREATE TABLE "gone_report" (
    "id" BIGSERIAL NOT NULL,
    "commune_id" INTEGER NOT NULL,
    "person_id" BIGINT NOT NULL,
    "said" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "batch_id" BIGINT,
    "holds" BOOLEAN NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "gone_report_pkey" PRIMARY KEY ("id")
);

-- One open question for each person; every promotion looks here.
CREATE UNIQUE INDEX "gone_report_open" ON "gone_report"("person_id") WHERE "decided_at" IS NULL;
