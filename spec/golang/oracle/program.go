package main

import (
	"encoding/json"
	"fmt"
)

// A program as lib/testing/program.ts has it. It has been checked there.
type program struct {
	Chans      []int    `json:"chans"`
	Mutexes    int      `json:"mutexes"`
	RWMutexes  int      `json:"rwmutexes"`
	WaitGroups []int    `json:"waitGroups"`
	Onces      int      `json:"onces"`
	Conds      []int    `json:"conds"`
	Procs      [][]step `json:"procs"`
}

type step struct {
	kind       string
	thing      int
	operand    int
	arms       []arm
	hasDefault bool
	body       *step
}

type arm struct {
	send    bool
	channel int
	value   int
}

func (s *step) UnmarshalJSON(text []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return err
	}
	if len(parts) < 2 {
		return fmt.Errorf("a step of %d parts", len(parts))
	}
	if err := json.Unmarshal(parts[0], &s.kind); err != nil {
		return err
	}
	if s.kind == "select" {
		if err := json.Unmarshal(parts[1], &s.arms); err != nil {
			return err
		}
		return json.Unmarshal(parts[2], &s.hasDefault)
	}
	if err := json.Unmarshal(parts[1], &s.thing); err != nil {
		return err
	}
	if s.kind == "once" {
		s.body = new(step)
		return json.Unmarshal(parts[2], s.body)
	}
	if len(parts) > 2 {
		return json.Unmarshal(parts[2], &s.operand)
	}
	return nil
}

func (a *arm) UnmarshalJSON(text []byte) error {
	var s step
	if err := s.UnmarshalJSON(text); err != nil {
		return err
	}
	*a = arm{send: s.kind == "send", channel: s.thing, value: s.operand}
	return nil
}
