-- Every notice paid for it twice, when it was planned and when it was queued; a changed rule is found among what is open.
DROP INDEX "notice_open_rule_idx";
