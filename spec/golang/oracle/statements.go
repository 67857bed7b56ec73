package main

// Selects as statements. The compiler makes something else of those with one case and of those with
// one case and a default; all others are one statement, in which what is not there is nil.
func (r *run) chooseByStatement(s *step) string {
	if len(s.arms) == 0 {
		if s.hasDefault {
			return "#d"
		}
		select {}
	}
	if len(s.arms) == 1 {
		return r.chooseOne(&s.arms[0], s.hasDefault)
	}
	var sends, recvs [4]chan int
	var values [4]int
	for i, a := range s.arms {
		if a.send {
			sends[i] = r.channel(a.channel)
			values[i] = a.value
		} else {
			recvs[i] = r.channel(a.channel)
		}
	}
	if s.hasDefault {
		select {
		case sends[0] <- values[0]:
			return told(0, "s")
		case value, ok := <-recvs[0]:
			return told(0, received(value, ok))
		case sends[1] <- values[1]:
			return told(1, "s")
		case value, ok := <-recvs[1]:
			return told(1, received(value, ok))
		case sends[2] <- values[2]:
			return told(2, "s")
		case value, ok := <-recvs[2]:
			return told(2, received(value, ok))
		case sends[3] <- values[3]:
			return told(3, "s")
		case value, ok := <-recvs[3]:
			return told(3, received(value, ok))
		default:
			return "#d"
		}
	}
	select {
	case sends[0] <- values[0]:
		return told(0, "s")
	case value, ok := <-recvs[0]:
		return told(0, received(value, ok))
	case sends[1] <- values[1]:
		return told(1, "s")
	case value, ok := <-recvs[1]:
		return told(1, received(value, ok))
	case sends[2] <- values[2]:
		return told(2, "s")
	case value, ok := <-recvs[2]:
		return told(2, received(value, ok))
	case sends[3] <- values[3]:
		return told(3, "s")
	case value, ok := <-recvs[3]:
		return told(3, received(value, ok))
	}
}

func (r *run) chooseOne(a *arm, hasDefault bool) string {
	c := r.channel(a.channel)
	switch {
	case a.send && hasDefault:
		select {
		case c <- a.value:
			return told(0, "s")
		default:
			return "#d"
		}
	case a.send:
		select {
		case c <- a.value:
			return told(0, "s")
		}
	case hasDefault:
		select {
		case value, ok := <-c:
			return told(0, received(value, ok))
		default:
			return "#d"
		}
	default:
		select {
		case value, ok := <-c:
			return told(0, received(value, ok))
		}
	}
}
