-- A check of a foreign key costs a third of the insert of a notice, and a broadcast has a million of them. Nobody is
-- deleted but by undoing an import, which takes the commune's planning lock and settles their notices itself.
ALTER TABLE "notice" DROP CONSTRAINT "notice_person_fk";
