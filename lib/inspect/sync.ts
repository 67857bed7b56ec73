/** How the things of `millrace/sync` are shown. */
import { Cond } from '../sync/cond.ts';
import { Mutex } from '../sync/mutex.ts';
import { RWMutex } from '../sync/rw-mutex.ts';
import { waiting } from './core.ts';
import { count, line, show } from './show.ts';

show(Mutex, ({ arm }) => line('Mutex', arm.held ? 'locked' : 'unlocked', waiting(arm.waiters)));
show(RWMutex, ({ arm }) => {
  const { readers } = arm.reading;
  const free = readers === 0 && !arm.held && 'unlocked';
  return line(
    'RWMutex',
    // A writer that waits for the readers to leave has the writers' lock already.
    readers === 0 && arm.held ? 'locked' : free,
    count('readers', readers),
    waiting(arm.reading.waiters, 'waiting to read'),
    waiting(arm.drain.first === null ? arm.waiters : arm.drain, 'waiting to write'),
  );
});
show(Cond, ({ l, line: sleepers }, look) => line('Cond', `l: ${look(l)}`, waiting(sleepers)));
