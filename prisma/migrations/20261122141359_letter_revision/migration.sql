-- The board of a task changes where it lies: a page that is open looks for what was changed since it last looked.
ALTER TABLE "webchat_message" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "webchat_message_changed_idx" ON "webchat_message" ("contact_id", "id") WHERE "revision" > 0;
