/** How timers and tickers are shown: by the channel in them. */
import { TimerChannel } from '../time/timer-channel.ts';
import { due, waiting } from './core.ts';
import { line, show } from './show.ts';

show(TimerChannel, (it) =>
  line(
    'TimerChannel',
    it.active ? due(it) : 'stopped',
    it.active && it.periodMs > 0 && `every ${String(it.periodMs)} ms`,
    waiting(it.waiters),
  ),
);
