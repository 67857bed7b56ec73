// Command order prints, a program a line, in which order goroutines run. Nothing of this is promised
// by the language; it is what the build for js/wasm does, and what the default order is held to.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

var words []string

func log(format string, args ...any) {
	words = append(words, fmt.Sprintf(format, args...))
}

// settle lets everyone run until nobody can. By turns, not by time: a sleep may be over before
// everyone has run where the machine is busy.
func settle() {
	for range 20 {
		runtime.Gosched()
	}
}

func spawnBlock() {
	done := make(chan bool)
	ran := 0
	for i := 1; i <= 5; i++ {
		go func() {
			log("%d", i)
			if ran++; ran == 5 {
				close(done)
			}
		}()
	}
	<-done
}

func spawnGosched() {
	for i := 1; i <= 5; i++ {
		go log("%d", i)
	}
	runtime.Gosched()
	log("main")
}

func closeReceivers() {
	c := make(chan int)
	for i := 1; i <= 5; i++ {
		go func() {
			<-c
			log("r%d", i)
		}()
	}
	settle()
	close(c)
}

func closeSenders() {
	c := make(chan int)
	for i := 1; i <= 3; i++ {
		go func() {
			defer func() {
				recover()
				log("p%d", i)
			}()
			c <- i
		}()
	}
	settle()
	close(c)
}

func fiveSenders() {
	c := make(chan int)
	for i := 1; i <= 5; i++ {
		go func() {
			c <- i
			log("s%d", i)
		}()
	}
	settle()
	go func() {
		for i := 1; i <= 5; i++ {
			log("%d", <-c)
		}
	}()
}

func fiveReceivers() {
	c := make(chan int)
	for i := 1; i <= 5; i++ {
		go func() {
			log("r%d=%d", i, <-c)
		}()
	}
	settle()
	go func() {
		for i := 1; i <= 5; i++ {
			c <- i
		}
	}()
}

func waitGroup() {
	var wg sync.WaitGroup
	wg.Add(1)
	for i := 1; i <= 5; i++ {
		go func() {
			wg.Wait()
			log("w%d", i)
		}()
	}
	settle()
	wg.Done()
}

func condBroadcast() {
	cond := waiting()
	cond.Broadcast()
}

func condSignal() {
	cond := waiting()
	for i := 1; i <= 3; i++ {
		cond.Signal()
	}
	settle()
	log("then")
	cond.Broadcast()
}

// waiting gives a condition on which w1 to w5 wait.
func waiting() *sync.Cond {
	cond := sync.NewCond(&sync.Mutex{})
	for i := 1; i <= 5; i++ {
		go func() {
			cond.L.Lock()
			cond.Wait()
			cond.L.Unlock()
			log("w%d", i)
		}()
	}
	settle()
	return cond
}

func nested() {
	go func() {
		log("A")
		go log("B")
		go log("C")
		log("A-end")
	}()
	go log("D")
}

func unbufferedBefore() {
	stream(0, 6, func(i int, c chan<- int) {
		log("s%d", i)
		c <- i
	})
}

func unbufferedAfter() {
	stream(0, 6, func(i int, c chan<- int) {
		c <- i
		log("s%d", i)
	})
}

func buffered() {
	stream(2, 8, func(i int, c chan<- int) {
		c <- i
		log("s%d", i)
	})
}

func stream(capacity, items int, send func(int, chan<- int)) {
	c := make(chan int, capacity)
	go func() {
		for i := range items {
			send(i, c)
		}
		close(c)
	}()
	go func() {
		for v := range c {
			log("r%d", v)
		}
	}()
}

func rwMutex() {
	var mu sync.RWMutex
	mu.RLock()
	for i, lock := range []func(){mu.Lock, mu.RLock, mu.Lock, mu.RLock} {
		go func() {
			lock()
			if i%2 == 0 {
				log("W%d", i+1)
				mu.Unlock()
			} else {
				log("R%d", i+1)
				mu.RUnlock()
			}
		}()
	}
	settle()
	mu.RUnlock()
}

func main() {
	for _, program := range []struct {
		name string
		run  func()
	}{
		{"spawn 1 to 5, then block", spawnBlock},
		{"spawn 1 to 5, then gosched", spawnGosched},
		{"close wakes receivers", closeReceivers},
		{"close wakes senders", closeSenders},
		{"five blocked senders", fiveSenders},
		{"five blocked receivers", fiveReceivers},
		{"wait group with five waiters", waitGroup},
		{"cond broadcast", condBroadcast},
		{"three cond signals", condSignal},
		{"nested spawns", nested},
		{"unbuffered, logged before each send", unbufferedBefore},
		{"unbuffered, logged after each send", unbufferedAfter},
		{"buffered", buffered},
		{"rwmutex", rwMutex},
	} {
		words = nil
		program.run()
		settle()
		fmt.Printf("%s: %s\n", program.name, strings.Join(words, " "))
	}
}
