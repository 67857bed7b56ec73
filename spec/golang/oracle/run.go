package main

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	unborn = iota
	alive
	over
)

// One run of a program. Each process writes its own trace; whoever reads them has to know that
// nobody runs any more.
type run struct {
	*program
	channels []chan int
	closed   []atomic.Bool
	mutexes  []sync.Mutex
	rw       []rwMutex
	groups   []sync.WaitGroup
	onces    []sync.Once
	conds    []*sync.Cond
	procs    []proc
	// How many steps have been done, by all: who waits for the end looks at it.
	done atomic.Int64
	// Without: nobody lets others run but by waiting, and the order is written down.
	jitter bool
	seed   uint64
	order  []string
}

// A lock with what tells whether Go would die of an unlock. It is exact where one goroutine runs at
// a time and is not interrupted.
type rwMutex struct {
	sync.RWMutex
	readers atomic.Int32
	writing atomic.Bool
}

type proc struct {
	trace []string
	at    int
	life  atomic.Int32
}

func newRun(p *program, jitter bool, seed uint64) *run {
	r := &run{program: p, jitter: jitter, seed: seed}
	for _, capacity := range p.Chans {
		r.channels = append(r.channels, make(chan int, capacity))
	}
	r.closed = make([]atomic.Bool, len(p.Chans))
	r.mutexes = make([]sync.Mutex, p.Mutexes)
	r.rw = make([]rwMutex, p.RWMutexes)
	r.groups = make([]sync.WaitGroup, len(p.WaitGroups))
	for i, counter := range p.WaitGroups {
		r.groups[i].Add(counter)
	}
	r.onces = make([]sync.Once, p.Onces)
	for _, m := range p.Conds {
		r.conds = append(r.conds, sync.NewCond(&r.mutexes[m]))
	}
	r.procs = make([]proc, len(p.Procs))
	return r
}

// Starts whoever no step spawns, in order.
func (r *run) start() {
	spawned := map[int]bool{}
	for _, steps := range r.Procs {
		for _, s := range steps {
			if s.kind == "spawn" {
				spawned[s.thing] = true
			}
		}
	}
	for p := range r.Procs {
		if !spawned[p] {
			r.spawn(p)
		}
	}
}

func (r *run) spawn(p int) {
	r.procs[p].life.Store(alive)
	go r.process(p)
}

func (r *run) process(p int) {
	self := &r.procs[p]
	random := rand.New(rand.NewPCG(r.seed, uint64(p)))
	defer func() {
		if problem := recover(); problem != nil {
			r.tell(p, r.whichArm(p)+"P:"+code(problem))
		}
		self.life.Store(over)
		r.done.Add(1)
	}()
	for i := range r.Procs[p] {
		self.at = i
		if r.jitter {
			shake(random)
		}
		if s := &r.Procs[p][i]; s.kind == "once" {
			r.once(p, s, random)
		} else {
			r.tell(p, r.do(s, random))
		}
	}
	self.at = len(r.Procs[p])
}

func (r *run) tell(p int, token string) {
	r.procs[p].trace = append(r.procs[p].trace, token)
	r.done.Add(1)
	if !r.jitter {
		r.order = append(r.order, strconv.Itoa(p)+":"+token)
	}
}

// Nobody can tell which arm of a select has panicked: by convention the first that sends on a
// closed channel.
func (r *run) whichArm(p int) string {
	s := &r.Procs[p][r.procs[p].at]
	if s.kind != "select" {
		return ""
	}
	for i, a := range s.arms {
		if a.send && a.channel >= 0 && r.closed[a.channel].Load() {
			return fmt.Sprintf("#%d ", i)
		}
	}
	return "#? "
}

// Go's text in upper snake case, as this library's codes are.
func code(problem any) string {
	text := fmt.Sprint(problem)
	text = strings.TrimPrefix(strings.TrimPrefix(text, "sync: "), "fatal: ")
	word := func(c rune) rune {
		if c == ' ' || c == ':' {
			return '_'
		}
		return c
	}
	return strings.ReplaceAll(strings.ToUpper(strings.Map(word, text)), "__", "_")
}

func shake(random *rand.Rand) {
	switch n := random.IntN(8); {
	case n < 3:
	case n < 6:
		for ; n < 6; n++ {
			runtime.Gosched()
		}
	default:
		for i := random.IntN(200); i > 0; i-- {
			spun.Add(1)
		}
	}
}

// Keeps the compiler from leaving out the spins.
var spun atomic.Int64

// What has come of it, and how many are left waiting. Precondition: nobody can run.
func (r *run) outcome() (string, int) {
	var text strings.Builder
	waiting := 0
	for p := range r.procs {
		if p > 0 {
			text.WriteString(" | ")
		}
		self := &r.procs[p]
		life := self.life.Load()
		if life == unborn {
			text.WriteString("-")
			continue
		}
		text.WriteString(strings.Join(self.trace, " "))
		if life == over {
			continue
		}
		waiting++
		if len(self.trace) > 0 {
			text.WriteString(" ")
		}
		text.WriteString("B@" + strconv.Itoa(self.at))
	}
	return text.String(), waiting
}
