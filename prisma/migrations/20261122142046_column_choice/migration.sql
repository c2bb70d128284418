-- CreateTable
CREATE TABLE "column_choice" (
    "commune_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "columns" JSONB NOT NULL,
    "chosen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "column_choice_pkey" PRIMARY KEY ("commune_id","source")
);
