// Command bench answers the questions of bench/questions in Go: one sample, as JSON.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

// timed maps a question to work done n times.
var timed = map[string]func(n int){
	"Unbuffered":       func(n int) { stream(0, n) },
	"Buffered128":      func(n int) { stream(128, n) },
	"PingPong":         pingPong,
	"Sieve2000":        sieves,
	"StartFinish":      startFinish,
	"SelectTwo":        selectTwo,
	"BufferOfOne":      bufferOfOne,
	"MutexUncontended": mutexUncontended,
	"MutexHandoff":     mutexHandoff,
}

type sample struct {
	N       int                `json:"n"`
	Metrics map[string]float64 `json:"metrics"`
}

func main() {
	minMs := flag.Float64("min-ms", 200, "least timed work in a sample, in milliseconds")
	flag.Parse()
	if procs := runtime.GOMAXPROCS(0); procs != 1 {
		fail("GOMAXPROCS is %d: one thread is measured against one", procs)
	}
	name := flag.Arg(0)
	var found sample
	if work, ok := timed[name]; ok {
		found = measure(work, time.Duration(*minMs*float64(time.Millisecond)))
	} else if name == "Parked" {
		found = parked()
	} else {
		fail("no question %q", name)
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		fail("%v", err)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
