// Go: goroutines, time.Sleep and a WaitGroup.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

func latency(i int) time.Duration {
	return time.Duration(5000+(i*7919)%5001) * time.Microsecond
}

func query(d time.Duration, done chan<- time.Duration) {
	time.Sleep(d)
	done <- d
}

func request(i int, group *sync.WaitGroup) {
	done := make(chan time.Duration, 2)
	go query(latency(2*i), done)
	go query(latency(2*i+1), done)
	<-done
	<-done
	group.Done()
}

func wait(i int, group *sync.WaitGroup) {
	time.Sleep(latency(i))
	group.Done()
}

func resident() int {
	runtime.GC()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return pages * os.Getpagesize()
}

func main() {
	n, _ := strconv.Atoi(os.Args[2])
	var group sync.WaitGroup
	group.Add(n)
	switch os.Args[1] {
	case "park":
		before := resident()
		for range n {
			go time.Sleep(100000 * time.Second)
		}
		time.Sleep(50 * time.Millisecond)
		fmt.Println(float64(resident()-before) / float64(n))
	default:
		run := wait
		if os.Args[1] == "requests" {
			run = request
		}
		started := time.Now()
		for i := range n {
			go run(i, &group)
		}
		group.Wait()
		fmt.Println(float64(time.Since(started).Microseconds()) / 1000)
	}
}
