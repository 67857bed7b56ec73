package main

const (
	limit            = 2000
	primesBelowLimit = 303
)

func generate(out chan<- int) {
	for i := 2; i <= limit; i++ {
		out <- i
	}
	close(out)
}

func filter(from <-chan int, out chan<- int, prime int) {
	for v := range from {
		if v%prime != 0 {
			out <- v
		}
	}
	close(out)
}

func sieve() int {
	from := make(chan int)
	go generate(from)
	for found := 0; ; found++ {
		prime, ok := <-from
		if !ok {
			return found
		}
		rest := make(chan int)
		go filter(from, rest, prime)
		from = rest
	}
}

func sieves(n int) {
	for i := 0; i < n; i++ {
		if sieve() != primesBelowLimit {
			panic("primes missing")
		}
	}
}
