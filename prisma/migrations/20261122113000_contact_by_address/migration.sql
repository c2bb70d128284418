-- Who writes is known by address alone: with the commune first, every message read the index from end to end.
-- DropIndex
DROP INDEX "contact_commune_id_kind_address_idx_key";

-- CreateIndex
CREATE UNIQUE INDEX "contact_address_idx_kind_commune_id_key" ON "contact"("address_idx", "kind", "commune_id");
