/**
 * `millrace/runtime`: Go's package runtime, as far as it means something here.
 *
 * @module
 */
export { goexit } from './goexit.ts';
export { gosched } from './gosched.ts';
export { numGoroutine } from './num-goroutine.ts';
export { gomaxprocs, setDefaultGOMAXPROCS } from './runtime/gomaxprocs.ts';
export { numCPU } from './runtime/num-cpu.ts';
export { stack } from './runtime/stack.ts';
