import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { internalNames, shortNames } from '../../scripts/internal-names.mjs';
import { packed } from '../support/packed.ts';

/** The build shortens the names of internal properties: it must not have touched anything else. */
describe('the shortened names', function () {
  this.timeout(120_000);

  it('are names that the declarations do not have as members', () => {
    const dist = join(packed().root, 'dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
    const declared = files
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(dist, file), 'utf8'))
      .join('\n');
    const member = (name: string): RegExp =>
      new RegExp(`^\\s+(?:readonly |get |static )*${name}[?]?\\s*[(:<]`, 'm');
    expect(member('capacity').test(declared), 'finds what is there').to.equal(true);
    expect(internalNames.filter((name) => member(name).test(declared))).to.deep.equal([]);
  });

  it('are no names of what the language brings and the library uses', () => {
    const used = [Array, Map, Set, WeakMap, Promise, Error, Function, String, WeakRef, Int32Array];
    const theirs = new Set(used.flatMap((one) => Object.getOwnPropertyNames(one.prototype)));
    expect(theirs.has('push'), 'finds what is there').to.equal(true);
    expect(internalNames.filter((name) => theirs.has(name))).to.deep.equal([]);
  });

  it('are each shortened in its own way', () => {
    expect(new Set(internalNames)).to.have.length(internalNames.length);
    expect(new Set(Object.values(shortNames))).to.have.length(internalNames.length);
  });

  it('leave the deadlock report as it is', () => {
    const { consumer } = packed();
    const program = join(consumer, 'deadlock.mjs');
    writeFileSync(
      program,
      `import { after, Channel, go, run, select, sleep, WaitGroup } from 'millrace';
       await run(function* main() {
         const jobs = new Channel(3, { name: 'jobs' });
         const group = new WaitGroup();
         group.go(function* worker() { yield* select({ jobs, other: new Channel() }); });
         go(async function aside() { await sleep(1); await jobs.recv(); });
         yield* select({ never: new Channel(), soon: after(1) });
         yield* group.wait();
       });`,
    );
    const { status, stderr } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    expect(status).to.equal(2);
    expect(stderr).to.match(/^fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 /);
    expect(stderr).to.match(/\[sync\.WaitGroup\.Wait\]: main\n/);
    expect(stderr).to.match(
      /\[select\]: worker\n {2}on jobs: chan receive channel jobs \(len 0, cap 3\)/,
    );
    expect(stderr).to.match(/\[chan receive\]: aside\n {2}on channel jobs /);
    expect(stderr.match(/deadlock\.mjs:\d+/g)).to.have.length.above(4);
  });

  it('leave the times of a recording as they are', () => {
    const { consumer } = packed();
    const program = join(consumer, 'recording.mjs');
    writeFileSync(
      program,
      `import { Channel, go, sleep } from 'millrace';
       import { record } from 'millrace/trace';
       const recording = record();
       go(function* () { yield* new Channel().recv(); });
       await sleep(1);
       recording.stop();
       const { durationMs, events } = recording;
       console.log(JSON.stringify({ durationMs, times: events.map(({ at }) => at) }));`,
    );
    const { stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    const { durationMs, times } = JSON.parse(stdout) as { durationMs: number; times: number[] };
    expect(times).to.have.length.above(2);
    for (const at of times) expect(at).to.be.within(0, durationMs);
  });
});
