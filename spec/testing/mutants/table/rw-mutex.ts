/** Wrong locks for many readers or one writer. */
import type { Mutant } from '../mutant.ts';

const file = 'sync/rw-lock.ts';

export const rwMutexMutants: readonly Mutant[] = [
  {
    name: 'readers-pass-pending',
    about: 'a writer that waits does not keep new readers out',
    file,
    find: 'return this.writing.phase === READING;',
    put: 'return this.writing.phase !== WRITING;',
  },
  {
    name: 'readers-beside-writer',
    about: 'readers come in while a writer is in',
    file,
    find: 'return this.writing.phase === READING;',
    put: 'return this.writing.phase !== PENDING;',
  },
  {
    name: 'readers-one-at-a-time',
    about: 'a reader keeps other readers out',
    file,
    find: 'return this.writing.phase === READING;',
    put: 'return this.writing.phase === READING && this.readers === 0;',
  },
  {
    name: 'writer-beside-readers',
    about: 'a writer comes in while readers are in',
    file,
    find: 'return !this.held && this.reading.readers === 0;',
    put: 'return !this.held;',
  },
  {
    name: 'two-writers',
    about: 'a writer comes in while another is in',
    file,
    find: 'return !this.held && this.reading.readers === 0;',
    put: 'return this.reading.readers === 0;',
  },
  {
    name: 'next-writer-beside-readers',
    about: 'the next writer comes in beside the readers that were let in before it',
    file,
    find: `  override pass(waiter: Waiter, now: boolean): void {
    if (this.reading.readers === 0) {`,
    put: `  override pass(waiter: Waiter, now: boolean): void {
    if (this.reading.readers >= 0) {`,
  },
  {
    name: 'gate-lets-one-in',
    about: 'when a writer unlocks, one reader of those who wait comes in',
    file,
    find: '    while (waiters.first !== null) {',
    put: '    if (waiters.first !== null) {',
  },
  {
    name: 'gate-stays-closed',
    about: 'when a writer unlocks, readers who wait stay out',
    file,
    find: '    while (waiters.first !== null) {',
    put: '    while (waiters.first !== null && waiters.first.done) {',
  },
  {
    name: 'gate-forgets-to-count',
    about: 'readers that come in at the gate are not counted',
    file,
    find: '      this.reading.readers++;\n',
    put: '',
  },
  {
    name: 'writers-go-first',
    about: 'when a writer unlocks, the next writer is in before the readers who wait',
    file,
    find: `  open(): void {
    this.phase = READING;`,
    put: `  open(): void {
    if (this.waiters.first !== null) {
      arrive(this.waiters.shift(), false);
      return;
    }
    this.phase = READING;`,
  },
  {
    name: 'last-reader-wakes-nobody',
    about: 'the last reader to leave does not wake the writer',
    file,
    find: 'if (this.readers === 0 && this.writing.phase === PENDING) this.writing.drained();',
    put: '',
  },
  {
    name: 'first-reader-wakes-writer',
    about: 'a reader that leaves wakes the writer though others are in',
    file,
    find: 'if (this.readers === 0 && this.writing.phase === PENDING) this.writing.drained();',
    put: 'if (this.writing.phase === PENDING) this.writing.drained();',
  },
  {
    name: 'rw-unlock-of-unlocked-ok',
    about: 'to unlock what no writer has is no mistake',
    file,
    find: "throw new FatalError('sync: Unlock of unlocked RWMutex', 'UNLOCK_OF_UNLOCKED_RWMUTEX');",
    put: 'return;',
  },
  {
    name: 'run-lock-of-unlocked-ok',
    about: 'to end a read that nobody has begun is no mistake',
    file,
    find: "throw new FatalError('sync: RUnlock of unlocked RWMutex', 'RUNLOCK_OF_UNLOCKED_RWMUTEX');",
    put: 'return;',
  },
  {
    name: 'unlock-ends-a-read',
    about: 'the unlock of a writer takes that of a reader for its own',
    file,
    find: '    if (this.phase !== WRITING) {',
    put: '    if (this.phase !== WRITING && this.reading.readers > 0) return this.reading.unlock();\n    if (this.phase !== WRITING) {',
  },
  {
    name: 'pending-gives-up-closed',
    about: 'a writer that gives up leaves the gate closed',
    file,
    find: '    this.writing.open();\n  }\n}',
    put: '  }\n}',
  },
  {
    name: 'try-rlock-takes-all',
    about: 'tryRLock succeeds though a writer is in',
    file: 'sync/rw-mutex.ts',
    find: `    const { arm } = this.reader;
    if (!arm.ready()) return false;`,
    put: '    const { arm } = this.reader;',
  },
];
