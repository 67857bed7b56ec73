/** Go's memory model of locks, wait groups and Once, as laws. */
import { gosched, WaitGroup } from 'millrace';
import { Cond, Mutex, Once, RWMutex } from 'millrace/sync';
import { expect } from 'chai';
import fc from 'fast-check';
import { holds, rest, run, turns } from './support/every-order.ts';
import { law } from './support/law.ts';
import { start, wait, type Script } from './support/script.ts';

describe('Law: the memory model of locks', () => {
  const sections = (kinds: readonly string[]) =>
    fc.array(
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), turns }), {
        minLength: 1,
        maxLength: 3,
      }),
      { minLength: 1, maxLength: 4 },
    );

  it('an unlock comes before the next lock returns, and a try that succeeds is a lock [MM-08]', async () => {
    const property = fc.asyncProperty(sections(['lock', 'try']), run, (plan, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const mutex = new Mutex();
            let [inside, entered, count] = [0, 0, 0];
            const all = plan.map((list) =>
              start(form, function* () {
                for (const { kind, turns } of list) {
                  if (kind === 'lock') yield* wait(mutex.lock());
                  else if (!mutex.tryLock()) continue;
                  expect(inside++).to.equal(0);
                  entered++;
                  const before = count;
                  yield* rest(turns);
                  count = before + 1;
                  inside--;
                  mutex.unlock();
                  yield* rest(1);
                }
              }),
            );
            for (const one of all) yield* wait(one);
            expect(count).to.equal(entered);
          },
      ),
    );
    await law(property, { weight: 2 });
  });

  it('a writer is alone, and readers see what the last one wrote [MM-08]', async () => {
    const kinds = ['read', 'tryRead', 'write', 'tryWrite'];
    const property = fc.asyncProperty(sections(kinds), run, (plan, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const lock = new RWMutex();
            let [readers, writers, entered, version] = [0, 0, 0, 0];
            function* read(turns: number): Script<void> {
              readers++;
              expect(writers).to.equal(0);
              const before = version;
              expect(before).to.equal(entered);
              yield* rest(turns);
              expect(version).to.equal(before);
              readers--;
              lock.rUnlock();
            }
            function* write(turns: number): Script<void> {
              expect([readers, writers]).to.deep.equal([0, 0]);
              writers++;
              const before = version;
              yield* rest(turns);
              version = before + 1;
              entered++;
              writers--;
              lock.unlock();
            }
            const all = plan.map((list) =>
              start(form, function* () {
                for (const { kind, turns } of list) {
                  if (kind === 'read') yield* wait(lock.rLock());
                  else if (kind === 'write') yield* wait(lock.lock());
                  else if (!(kind === 'tryRead' ? lock.tryRLock() : lock.tryLock())) continue;
                  yield* kind === 'read' || kind === 'tryRead' ? read(turns) : write(turns);
                  yield* rest(1);
                }
              }),
            );
            for (const one of all) yield* wait(one);
          },
      ),
    );
    await law(property, { weight: 2 });
  });

  it('the function of a Once has ended before any do returns [MM-07]', async () => {
    const plan = fc.record({
      callers: fc.array(turns, { minLength: 1, maxLength: 4 }),
      takes: turns,
    });
    const property = fc.asyncProperty(plan, run, ({ callers, takes }, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const once = new Once();
            let [begun, ended] = [0, 0];
            const body = function* () {
              begun++;
              for (let i = 0; i < takes; i++) yield* gosched();
              ended++;
            };
            const all = callers.map((many) =>
              start(form, function* () {
                yield* rest(many);
                yield* wait(once.do(body));
                expect([begun, ended]).to.deep.equal([1, 1]);
              }),
            );
            for (const one of all) yield* wait(one);
          },
      ),
    );
    await law(property);
  });

  it('every done comes before the waits that the last one releases [MM-09]', async () => {
    const plan = fc.record({
      tasks: fc.array(turns, { maxLength: 4 }),
      waiters: fc.array(turns, { minLength: 1, maxLength: 3 }),
    });
    const property = fc.asyncProperty(plan, run, ({ tasks, waiters }, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const group = new WaitGroup();
            const written: number[] = [];
            group.add(tasks.length);
            const all = tasks.map((many, i) =>
              start(form, function* () {
                yield* rest(many);
                written.push(i);
                group.done();
              }),
            );
            const waiting = waiters.map((many) =>
              start(form, function* () {
                yield* rest(many);
                yield* wait(group.wait());
                expect(written).to.have.length(tasks.length);
              }),
            );
            for (const one of [...all, ...waiting]) yield* wait(one);
          },
      ),
    );
    await law(property);
  });

  it('a signal comes before the wait that it wakes [MM-09]', async () => {
    const plan = fc.record({
      waiters: fc.array(turns, { minLength: 1, maxLength: 4 }),
      signals: fc.array(fc.record({ all: fc.boolean(), many: turns }), { maxLength: 4 }),
    });
    const property = fc.asyncProperty(plan, run, ({ waiters, signals }, how) =>
      holds(
        how,
        (form) =>
          function* () {
            const mutex = new Mutex();
            const cond = new Cond(mutex);
            // Who waits, whose wait has had its signal, and who is through, each counted from the start.
            let [waiting, signalled, through] = [0, 0, 0];
            function* signal(all: boolean): Script<void> {
              yield* wait(mutex.lock());
              if (all) cond.broadcast();
              else cond.signal();
              signalled = all ? waiting : Math.min(waiting, signalled + 1);
              mutex.unlock();
            }
            const everybody = waiters.map((many) =>
              start(form, function* () {
                yield* rest(many);
                yield* wait(mutex.lock());
                waiting++;
                yield* wait(cond.wait());
                expect(++through).to.be.at.most(signalled);
                mutex.unlock();
              }),
            );
            for (const { all, many } of signals) {
              yield* rest(many);
              yield* signal(all);
            }
            while (through < waiters.length) {
              yield* rest(1);
              yield* signal(true);
            }
            for (const one of everybody) yield* wait(one);
          },
      ),
    );
    await law(property);
  });
});
