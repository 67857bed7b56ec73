import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { internalNames, plainFiles, shortNames } from '../../scripts/internal-names.mjs';
import { filesBelow } from '../support/imports.ts';
import { packed } from '../support/packed.ts';

/** The keys of object literals and the texts of a source, but for its types, that are among some names. */
function keysAndTexts(source: string, names: Set<string>): [keys: Set<string>, texts: Set<string>] {
  const [keys, texts] = [new Set<string>(), new Set<string>()];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node) && names.has(node.text)) texts.add(node.text);
    const isKey = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
    if (isKey && ts.isIdentifier(node.name) && names.has(node.name.text)) keys.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));
  return [keys, texts];
}

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

  it('are no keys of a table or arms of a select that the same file looks up by their text', () => {
    const names = new Set(internalNames);
    const lookedUp = (source: string): string[] => {
      const [keys, texts] = keysAndTexts(source, names);
      return [...keys].filter((key) => texts.has(key));
    };
    expect(lookedUp("select({ late }); got.key === 'late'")).to.deep.equal(['late']);
    expect(lookedUp("const a: A['late'] = { late }")).to.deep.equal([]);
    const found = filesBelow('lib', '.ts')
      .map((file) => `lib/${file}`)
      .filter((file) => !plainFiles.test(file))
      .flatMap((file) => lookedUp(readFileSync(file, 'utf8')).map((name) => `${file}: ${name}`));
    expect(found).to.deep.equal([]);
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

  it('leave the times of a recording and the words of its page as they are', () => {
    const { consumer } = packed();
    const program = join(consumer, 'recording.mjs');
    writeFileSync(
      program,
      `import { Channel, go, sleep } from 'millrace';
       import { record, toHTML } from 'millrace/trace';
       const recording = record();
       go(function* () { yield* new Channel().recv(); });
       await sleep(1);
       recording.stop();
       const { durationMs, events } = recording;
       const legend = toHTML(recording).match(/(?<=<span class="\\w+"><\\/span>)\\w+/g);
       console.log(JSON.stringify({ durationMs, legend, times: events.map(({ at }) => at) }));`,
    );
    const { stdout } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
    const { durationMs, legend, times } = JSON.parse(stdout) as {
      durationMs: number;
      legend: string[];
      times: number[];
    };
    expect(legend).to.deep.equal(['running', 'waiting', 'runnable', 'message', 'start']);
    expect(times).to.have.length.above(2);
    for (const at of times) expect(at).to.be.within(0, durationMs);
  });
});
