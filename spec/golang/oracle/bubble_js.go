package main

// Order is all that is asked there.
func bubbled(func(func(func()))) { panic("oracle: use -order") }

func bubble(*program, uint64) (string, int) { panic("oracle: use -order") }
