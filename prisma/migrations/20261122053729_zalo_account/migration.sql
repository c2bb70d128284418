-- CreateTable
CREATE TABLE "zalo_account" (
    "oa_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "tokens_enc" BYTEA NOT NULL,
    "previous_enc" BYTEA,
    "rotated_at" TIMESTAMPTZ(3) NOT NULL,
    "access_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "refresh_begun_at" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "trouble_at" TIMESTAMPTZ(3),
    "message_api" TEXT NOT NULL DEFAULT 'v3',

    CONSTRAINT "zalo_account_pkey" PRIMARY KEY ("oa_id")
);
