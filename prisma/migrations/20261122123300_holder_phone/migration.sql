-- Whether a telephone is a village head's is asked with every message.
CREATE INDEX "office_holder_phone_contact_id_idx" ON "office_holder"("phone_contact_id");
