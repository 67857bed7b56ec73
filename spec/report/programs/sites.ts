/** Goroutines of both forms wait in functions that functions call. */
import { Channel, go, gosched, run, WaitGroup } from 'millrace';
import type { Routine } from 'millrace';

const idle = new Channel<number>(0, { name: 'idle' });
const ready = new Channel<number>(8);
const sites = !process.argv.includes('--no-sites');

function* innermost(): Routine<void> {
  yield* idle.recv(); // innermost waits
}

function* middle(): Routine<void> {
  yield* gosched();
  yield* innermost(); // middle calls
}

function* nested(): Routine<void> {
  yield* gosched();
  yield* middle(); // nested calls
}

async function helper(): Promise<void> {
  await idle.recv(); // helper waits
}

async function helped(): Promise<void> {
  await helper(); // helped calls
}

async function second(): Promise<void> {
  await gosched();
  await gosched();
  await idle.recv(); // second waits
}

async function afterReady(): Promise<void> {
  await ready.send(1);
  await ready.recv();
  await idle.recv(); // afterReady waits
}

function* inGroup(): Routine<void> {
  yield* idle.recv(); // inGroup waits
}

function* child(): Routine<void> {
  yield* idle.recv(); // child waits
}

function* parent(): Routine<void> {
  go(child); // child starts
  yield* idle.recv(); // parent waits
}

async function parentAsync(): Promise<void> {
  await gosched();
  go(child); // child of async starts
  await idle.recv(); // parentAsync waits
}

function* starter(): Routine<void> {
  go(nested); // nested starts
  go(helped); // helped starts
  go(second); // second starts
  go(afterReady); // afterReady starts
  const group = new WaitGroup();
  group.go(inGroup); // inGroup starts
}

await run(
  function* main() {
    yield* starter();
    go(parent); // parent starts
    go(parentAsync); // parentAsync starts
    yield* idle.recv(); // main waits
  },
  { sites },
);
