package main

import (
	"runtime"
	"time"
)

func elapsed(work func(n int), n int) time.Duration {
	from := time.Now()
	work(n)
	return max(time.Since(from), time.Nanosecond)
}

// lengthFor returns a loop length that should take a fifth more than goal,
// given that n took d.
func lengthFor(goal time.Duration, n int, d time.Duration) int {
	wanted := 1.2 * float64(goal) * float64(n) / float64(d)
	return max(1, min(n*100, int(wanted)+1))
}

// measure follows harness/measure.ts: the same warm-up, then a whole loop that
// takes at least goal.
func measure(work func(n int), goal time.Duration) sample {
	n := 1
	d := elapsed(work, n)
	spent := d
	for spent < goal || d < goal/2 {
		n = max(n, lengthFor(goal, n, d))
		d = elapsed(work, n)
		spent += d
	}
	var before, after runtime.MemStats
	for {
		n = lengthFor(goal, n, d)
		runtime.GC()
		runtime.ReadMemStats(&before)
		d = elapsed(work, n)
		runtime.ReadMemStats(&after)
		if d >= goal {
			break
		}
	}
	bytes := float64(after.TotalAlloc - before.TotalAlloc)
	return sample{N: n, Metrics: map[string]float64{
		"ns/op": float64(d.Nanoseconds()) / float64(n),
		"B/op":  bytes / float64(n),
	}}
}
