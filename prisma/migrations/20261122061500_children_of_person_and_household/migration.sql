-- Undoing an import deletes people and households; without these every deleted row reads a whole table for its children.
CREATE INDEX "payment_person_idx" ON "payment" ("person_id");
CREATE INDEX "person_household_idx" ON "person" ("household_id") WHERE "household_id" IS NOT NULL;
