// Command oracle runs programs that are data (lib/testing/program.ts) as Go runs them.
//
// It reads a request a line and answers with a line. With -order it first reads all requests, then
// runs each program once, without letting anybody run but by waiting, and tells the order in which
// steps were done; for that it is built for js/wasm, where Go is as single-threaded as we are.
// With -fatal it does what Go dies of.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
)

type request struct {
	Program *program `json:"program"`
	Runs    int      `json:"runs"`
	Seed    uint64   `json:"seed"`
	// One goroutine at a time; else the runtime's bubbles, which have no locks.
	One bool `json:"one"`
}

type answer struct {
	Outcomes map[string]int `json:"outcomes,omitempty"`
	Order    []string       `json:"order,omitempty"`
	Outcome  string         `json:"outcome,omitempty"`
	// How many goroutines this process has left behind.
	Left  int    `json:"left"`
	Error string `json:"error,omitempty"`
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "-fatal" {
		die(os.Args[2])
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	if len(os.Args) > 1 && os.Args[1] == "-order" {
		ordered(in, out)
		return
	}
	say(out, map[string]string{"go": runtime.Version()})
	bubbled(func(inBubble func(func())) {
		left := 0
		for {
			line, err := in.ReadBytes('\n')
			if err != nil {
				return
			}
			var asked request
			if err := json.Unmarshal(line, &asked); err != nil {
				say(out, answer{Error: err.Error()})
				continue
			}
			outcomes := map[string]int{}
			if asked.One {
				runtime.GOMAXPROCS(1)
			} else {
				runtime.GOMAXPROCS(2)
			}
			for i := 0; i < asked.Runs; i++ {
				seed := asked.Seed + uint64(i)
				var outcome string
				var waiting int
				if asked.One {
					outcome, waiting = one(newRun(asked.Program, true, seed))
				} else {
					inBubble(func() { outcome, waiting = bubble(asked.Program, seed) })
				}
				outcomes[outcome]++
				left += waiting
			}
			say(out, answer{Outcomes: outcomes, Left: left})
		}
	})
}

// Runs it, and waits until nobody has done anything while everybody had a turn, again and again.
func one(r *run) (string, int) {
	r.start()
	for quiet, before := 0, int64(-1); quiet < 4; {
		runtime.Gosched()
		if now := r.done.Load(); now != before {
			before, quiet = now, 0
		} else {
			quiet++
		}
	}
	return r.outcome()
}

func ordered(in *bufio.Reader, out *bufio.Writer) {
	var asked []request
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			break
		}
		var next request
		if err := json.Unmarshal(line, &next); err != nil {
			say(out, answer{Error: err.Error()})
			return
		}
		asked = append(asked, next)
	}
	for _, next := range asked {
		r := newRun(next.Program, false, 0)
		outcome, _ := one(r)
		say(out, answer{Order: r.order, Outcome: outcome})
	}
}

func say(out *bufio.Writer, what any) {
	line, err := json.Marshal(what)
	if err != nil {
		line = []byte(fmt.Sprintf(`{"error":%q}`, err.Error()))
	}
	out.Write(line)
	out.WriteByte('\n')
	out.Flush()
}
