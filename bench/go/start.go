package main

import (
	"runtime"
	"sync/atomic"
)

// batch is how many are started before the starter gives way until all of them
// are done.
const batch = 1000

func one(done *atomic.Int64) { done.Add(1) }

func startFinish(n int) {
	var done atomic.Int64
	for started := 1; started <= n; started++ {
		go one(&done)
		if started%batch != 0 && started != n {
			continue
		}
		for done.Load() < int64(started) {
			runtime.Gosched()
		}
	}
}
