-- AlterTable
ALTER TABLE "channel_state" ADD COLUMN     "weight" SMALLINT NOT NULL DEFAULT 100;
