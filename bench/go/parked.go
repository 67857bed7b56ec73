package main

import (
	"runtime"
	"sync/atomic"
)

func park(on <-chan int, started, ended *atomic.Int64) {
	started.Add(1)
	<-on
	ended.Add(1)
}

// inUse returns the bytes that the heap and the stacks hold after a collection.
func inUse() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc + stats.StackInuse
}

// parked weighs a million goroutines that wait on one channel.
func parked() sample {
	const goroutines = 1_000_000
	var started, ended atomic.Int64
	on := make(chan int)
	before := inUse()
	for i := 0; i < goroutines; i++ {
		go park(on, &started, &ended)
	}
	for started.Load() < goroutines {
		runtime.Gosched()
	}
	after := inUse()
	if ended.Load() != 0 {
		panic("they did not wait")
	}
	close(on)
	for ended.Load() < goroutines {
		runtime.Gosched()
	}
	each := float64(after-before) / goroutines
	return sample{N: goroutines, Metrics: map[string]float64{"B/goroutine": each}}
}
