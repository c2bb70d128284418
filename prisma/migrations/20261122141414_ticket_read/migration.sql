-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "read_at" TIMESTAMPTZ(3);
