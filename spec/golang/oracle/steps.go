package main

import (
	"math/rand/v2"
	"reflect"
	"strconv"
)

func (r *run) channel(c int) chan int {
	if c < 0 {
		return nil
	}
	return r.channels[c]
}

// Does a step, and says how it went. What panics is told by whoever recovers.
func (r *run) do(s *step, random *rand.Rand) string {
	switch s.kind {
	case "send":
		r.channel(s.thing) <- s.operand
		return "s"
	case "recv":
		value, ok := <-r.channel(s.thing)
		return received(value, ok)
	case "close":
		// Before: whoever panics on it must find it so.
		c := r.channel(s.thing)
		if c != nil {
			r.closed[s.thing].Store(true)
		}
		close(c)
		return "c"
	case "len":
		return "l" + strconv.Itoa(len(r.channel(s.thing)))
	case "select":
		return r.choose(s, random)
	case "spawn":
		r.spawn(s.thing)
		return "g"
	case "add":
		r.groups[s.thing].Add(s.operand)
		return "a"
	case "wait":
		r.groups[s.thing].Wait()
		return "W"
	case "cwait":
		r.mustBeLocked(r.Conds[s.thing])
		r.conds[s.thing].Wait()
		return "C"
	case "signal":
		r.conds[s.thing].Signal()
		return "n"
	case "broadcast":
		r.conds[s.thing].Broadcast()
		return "N"
	default:
		return r.lock(s)
	}
}

// Who runs the body tells so before it, and what it has done right behind it.
func (r *run) once(p int, s *step, random *rand.Rand) {
	ran := false
	r.onces[s.thing].Do(func() {
		ran = true
		r.tell(p, "o")
		r.tell(p, r.do(s.body, random))
	})
	if !ran {
		r.tell(p, "O")
	}
}

func (r *run) mustBeLocked(m int) {
	if r.mutexes[m].TryLock() {
		r.mutexes[m].Unlock()
		panic("fatal: unlock of unlocked mutex")
	}
}

// Locks. Go dies of an unlock of what is not locked, and nobody can recover from that: such an
// unlock is not done, but told as the panic that it is here. oracle -fatal shows that Go does die.
func (r *run) lock(s *step) string {
	switch s.kind {
	case "lock":
		r.mutexes[s.thing].Lock()
		return "L"
	case "unlock":
		r.mustBeLocked(s.thing)
		r.mutexes[s.thing].Unlock()
		return "U"
	case "rlock":
		rw := &r.rw[s.thing]
		rw.RLock()
		rw.readers.Add(1)
		return "RL"
	case "runlock":
		rw := &r.rw[s.thing]
		if rw.readers.Load() == 0 {
			panic("fatal: RUnlock of unlocked RWMutex")
		}
		rw.readers.Add(-1)
		rw.RUnlock()
		return "RU"
	case "wlock":
		rw := &r.rw[s.thing]
		rw.Lock()
		rw.writing.Store(true)
		return "WL"
	case "wunlock":
		rw := &r.rw[s.thing]
		if !rw.writing.Swap(false) {
			panic("fatal: Unlock of unlocked RWMutex")
		}
		rw.Unlock()
		return "WU"
	}
	panic("unknown step: " + s.kind)
}

func received(value int, ok bool) string {
	if ok {
		return "r" + strconv.Itoa(value)
	}
	return "rX"
}

// Statements and reflect take different ways through the runtime: half of the selects go each.
func (r *run) choose(s *step, random *rand.Rand) string {
	if len(s.arms) <= 4 && random.IntN(2) == 0 {
		return r.chooseByStatement(s)
	}
	cases := make([]reflect.SelectCase, len(s.arms), len(s.arms)+1)
	for i, a := range s.arms {
		cases[i].Chan = reflect.ValueOf(r.channel(a.channel))
		cases[i].Dir = reflect.SelectRecv
		if a.send {
			cases[i].Dir = reflect.SelectSend
			cases[i].Send = reflect.ValueOf(a.value)
		}
	}
	if s.hasDefault {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectDefault})
	}
	i, value, ok := reflect.Select(cases)
	if i == len(s.arms) {
		return "#d"
	}
	if s.arms[i].send {
		return told(i, "s")
	}
	if ok {
		return told(i, received(int(value.Int()), true))
	}
	return told(i, "rX")
}

func told(i int, what string) string {
	return "#" + strconv.Itoa(i) + " " + what
}
