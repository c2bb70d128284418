-- No statement looks for open notices by card: the last look finds a renewal from the notice. Every change of state wrote it.
DROP INDEX "notice_open_card_idx";
