-- A contact carries the import that added it, as every other row does: one row of import_change less for each phone.
-- Those that older imports added stay listed in import_change, where the undoing finds them too.
ALTER TABLE "contact" ADD COLUMN "batch_id" BIGINT;

-- Nothing looks people up by match_key: names are joined by search_key, of which no index is kept either, because an
-- import asks about thousands at once. And half of a register has no insurance number, a quarter no citizen id.
DROP INDEX "person_commune_id_match_key_idx";
DROP INDEX "person_commune_id_citizen_idx_idx";
DROP INDEX "person_commune_id_social_idx_idx";
CREATE INDEX "person_citizen_idx" ON "person" ("commune_id", "citizen_idx") WHERE "citizen_idx" IS NOT NULL;
CREATE INDEX "person_social_idx" ON "person" ("commune_id", "social_idx") WHERE "social_idx" IS NOT NULL;
