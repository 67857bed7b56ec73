package main

import (
	"runtime"
	"sync"
)

func mutexUncontended(n int) {
	var mu sync.Mutex
	done := make(chan bool)
	go func() {
		for i := 0; i < n; i++ {
			mu.Lock()
			mu.Unlock()
		}
		close(done)
	}()
	<-done
}

// wanting is how many goroutines want the lock at any time.
const wanting = 8

// mutexHandoff has each keep the lock over a pause, in which everybody else
// comes to want it.
func mutexHandoff(n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	each := (n + wanting - 1) / wanting
	value := 0
	for range wanting {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < each; i++ {
				mu.Lock()
				before := value
				runtime.Gosched()
				value = before + 1
				mu.Unlock()
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
	if value != each*wanting {
		panic("the lock did not exclude")
	}
}
