package main

import "sync"

// Does what Go dies of, to show that it does: see oracle.spec.ts for the texts.
func die(how string) {
	var m sync.Mutex
	var rw sync.RWMutex
	switch how {
	case "unlock":
		m.Unlock()
	case "runlock":
		rw.RUnlock()
	case "wunlock":
		rw.Unlock()
	case "runlock-of-writer":
		rw.Lock()
		rw.RUnlock()
	case "wunlock-of-reader":
		rw.RLock()
		rw.Unlock()
	case "asleep":
		<-make(chan int)
	case "lock-twice":
		m.Lock()
		m.Lock()
	}
}
