module millrace/oracle

go 1.25
