//go:build !js

package main

import (
	"flag"
	"testing"
	"testing/synctest"
)

// Calls the body with what runs a function in a bubble of its own: there the runtime itself knows
// when nobody can run any more. Bubbles want a test around them.
func bubbled(body func(inBubble func(func()))) {
	testing.Init()
	flag.CommandLine.Parse(nil)
	always := func(_, _ string) (bool, error) { return true, nil }
	test := func(t *testing.T) {
		body(func(inside func()) {
			// Whoever is left waiting at the end is a deadlock to the runtime, and an outcome to us.
			defer func() { recover() }()
			synctest.Test(t, func(*testing.T) { inside() })
		})
	}
	testing.Main(always, []testing.InternalTest{{Name: "oracle", F: test}}, nil, nil)
}

func bubble(p *program, seed uint64) (string, int) {
	r := newRun(p, true, seed)
	r.start()
	synctest.Wait()
	return r.outcome()
}
