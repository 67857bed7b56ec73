/** How a group is shown: by the tasks in it. */
import { Tasks } from '../errgroup/tasks.ts';
import { waiting } from './core.ts';
import { line, show } from './show.ts';

show(Tasks, (tasks, look) =>
  line(
    'Tasks',
    `active: ${String(tasks.count)}`,
    tasks.failed && `failed: ${look(tasks.error)}`,
    waiting(tasks.starters, 'waiting to start'),
    waiting(tasks.waiters),
  ),
);
