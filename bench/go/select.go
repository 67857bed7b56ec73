package main

func alternate(a, b chan<- int, n int) {
	for i := 0; i < n; i++ {
		if i%2 == 0 {
			a <- i
		} else {
			b <- i
		}
	}
}

func selectTwo(n int) {
	a, b := make(chan int), make(chan int)
	go alternate(a, b, n)
	for i := 0; i < n; i++ {
		var v int
		select {
		case v = <-a:
		case v = <-b:
		}
		if v != i {
			panic("out of order")
		}
	}
}
