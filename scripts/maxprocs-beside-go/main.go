// Prints, as JSON, what Go itself made of GOMAXPROCS at its start, and what automaxprocs then makes
// of it; null where that fails.
package main

import (
	"encoding/json"
	"os"
	"runtime"

	"go.uber.org/automaxprocs/maxprocs"
)

func main() {
	found := map[string]any{"go": runtime.GOMAXPROCS(0), "version": runtime.Version()}
	// What it leaves alone is then the number of CPUs, as before Go knew of limits.
	runtime.GOMAXPROCS(runtime.NumCPU())
	if _, err := maxprocs.Set(); err != nil {
		found["automaxprocs"] = nil
	} else {
		found["automaxprocs"] = runtime.GOMAXPROCS(0)
	}
	json.NewEncoder(os.Stdout).Encode(found)
}
