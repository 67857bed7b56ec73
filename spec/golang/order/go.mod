module order

go 1.23
