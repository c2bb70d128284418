-- DropTable
DROP TABLE "ticket_message";
