import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toSVG, type Trace } from 'millrace/trace';
import { fencesIn, pages } from './fences.ts';
import { sourceFlags } from './source-flags.ts';

/** Pictures of programs in docs. */
export interface Pictured {
  where: string;
  code: string;
  page: string;
  name: string;
  /** The picture's file. */
  file: string;
}

/** Every fence that has a timeline. */
export function pictured(): Pictured[] {
  return pages().flatMap((page) =>
    fencesIn(page).flatMap(({ where, code, timeline: name }) => {
      return name === undefined
        ? []
        : [{ where, code, page, name, file: `docs/timelines/${name}.svg` }];
    }),
  );
}

let programs = 0;

/** Records a program in a process of its own, so that its goroutines count from 1. */
export async function recordingOf(code: string): Promise<Trace> {
  // Inside of the repository, so that the package's own name resolves.
  const folder = resolve('.doctest', `${process.pid}-timeline-${programs++}`);
  const [program, output] = [join(folder, 'main.ts'), join(folder, 'trace.json')];
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(program, `${code}\nexport {};\n`);
    const recorder = fileURLToPath(new URL('./record-fence.ts', import.meta.url));
    const run = promisify(execFile);
    await run(process.execPath, [...sourceFlags, recorder, program, output], { timeout: 15_000 });
    return withoutEdges(JSON.parse(readFileSync(output, 'utf8')) as Trace);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the time before the first event, in which the program was loaded, and after the last. */
function withoutEdges({ names, events }: Trace): Trace {
  const [startMs, endMs] = [events[0]?.at ?? 0, events.at(-1)?.at ?? 0];
  const shifted = events.map((one) => {
    const at = one.at - startMs;
    return one.kind === 'message' ? { ...one, at, sentAt: one.sentAt - startMs } : { ...one, at };
  });
  return { names, events: shifted, durationMs: endMs - startMs };
}

/** What a recording tells beside times: who starts whom, what each waits for, and who gets what. */
export function told({ names, events }: Trace): string[] {
  const called = (id: number): string =>
    id === 0 ? 'outside' : `goroutine ${id} ${names[id] || 'anonymous'}`;
  const lanes = new Map<number, string[]>();
  const channels = new Map<string, string[]>();
  const add = (id: number, line: string): void => {
    lanes.set(id, [...(lanes.get(id) ?? []), line]);
  };
  for (const one of events) {
    if (one.kind === 'go') add(one.goroutine, `is started by ${called(one.by)}`);
    if (one.kind === 'wait') add(one.goroutine, `${one.reason}${one.on && `: ${one.on}`}`);
    if (one.kind === 'end') add(one.goroutine, one.error === undefined ? 'ends' : one.error);
    if (one.kind !== 'message') continue;
    const line = `${one.value} from ${called(one.from)} to ${called(one.to)}`;
    channels.set(one.channel, [...(channels.get(one.channel) ?? []), line]);
  }
  return [
    ...[...lanes].sort(([a], [b]) => a - b).map(([id, all]) => `${called(id)}: ${all.join('; ')}`),
    ...[...channels].sort().map(([channel, all]) => `${channel}: ${all.join('; ')}`),
  ];
}

/** An image takes no colours from the page around it: it has a ground of its own. */
const ground = `
:root { color: #24292f; } .ground { fill: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { color: #e6edf3; } .ground { fill: #161b22; } }`;

const WIDTH = 760;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The picture of a recording as a file; what it tells stands in its description. */
export function picture(trace: Trace): string {
  return toSVG(trace, { width: WIDTH })
    .replace('<style>', `<desc>\n${escaped(told(trace).join('\n'))}\n</desc>\n<style>${ground}`)
    .replace('</defs>', '</defs>\n<rect class="ground" width="100%" height="100%" rx="8"/>')
    .concat('\n');
}

/** What a picture says that it tells. */
export function toldBy(svg: string): string[] {
  const text = /<desc>\n([^]*?)\n<\/desc>/.exec(svg)?.[1] ?? '';
  const plain = text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  return plain.split('\n');
}
