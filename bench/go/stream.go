package main

func produce(out chan<- int, n int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	close(out)
}

func consume(from <-chan int) int {
	for seen := 0; ; seen++ {
		v, ok := <-from
		if !ok {
			return seen
		}
		if v != seen {
			panic("out of order")
		}
	}
}

func stream(capacity, n int) {
	items := make(chan int, capacity)
	go produce(items, n)
	if consume(items) != n {
		panic("items missing")
	}
}

func echo(from <-chan int, to chan<- int, n int) {
	for i := 0; i < n; i++ {
		to <- <-from
	}
}

func pingPong(n int) {
	there, back := make(chan int), make(chan int)
	go echo(there, back, n)
	for i := 0; i < n; i++ {
		there <- i
		if <-back != i {
			panic("another answer")
		}
	}
}

func bufferOfOne(n int) {
	slot := make(chan int, 1)
	for i := 0; i < n; i++ {
		slot <- i
		if <-slot != i {
			panic("another value")
		}
	}
}
