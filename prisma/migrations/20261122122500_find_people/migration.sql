-- An officer looks for people by any words of the name, the last perhaps half typed, and reads them in Vietnamese order.
CREATE INDEX "person_words_idx" ON "person" USING gin (to_tsvector('simple', "search_key"));
CREATE INDEX "person_commune_sort_idx" ON "person" ("commune_id", "sort_key", "id");
