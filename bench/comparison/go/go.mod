module comparison

go 1.24
