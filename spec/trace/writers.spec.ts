import { expect } from 'chai';
import { after, Channel, go, gosched, select, sleep, type Receiver, type Routine } from 'millrace';
import { toChromeTrace, toHTML, toSVG, type Recording, type Trace } from 'millrace/trace';
import { recorded } from './support.ts';

function* work(jobs: Receiver<number>, results: Channel<string>): Routine<void> {
  for (;;) {
    const job = yield* jobs.recv();
    if (!job.ok) return;
    yield* sleep(0.2);
    yield* results.send(`<${String(job.value)}> & "more"`);
  }
}

/** Two workers, a buffer, a select, a message from outside, and a failure. */
function program(): Promise<Recording> {
  return recorded(async () => {
    const jobs = new Channel<number>(2, { name: 'jobs </svg>' });
    const results = new Channel<string>();
    const failing = go(function* bad() {
      yield* gosched();
      throw new Error('<b>no\0 luck</b>');
    });
    failing.catch(() => {});
    for (let i = 0; i < 2; i++) go(work, jobs, results);
    go(async () => {
      for (let i = 0; i < 4; i++) await jobs.send(i);
      jobs.close();
    });
    for (let i = 0; i < 4; i++) await select({ results, late: after(1000) });
    await gosched();
  });
}

interface Row {
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  id?: number;
  name: string;
  args?: { name?: string; on?: string };
}

function rowsOf(trace: Trace): Row[] {
  return (JSON.parse(toChromeTrace(trace)) as { traceEvents: Row[] }).traceEvents;
}

/** The tags that are open at the end, or what is wrong before. */
function tagsLeft(markup: string): string[] {
  const open: string[] = [];
  const body = markup.replace(/^<!DOCTYPE html>/, '').replace(/<style>[^<]*<\/style>/g, '');
  const tag =
    /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|<|&(?!(?:amp|lt|gt|quot|#39);)/g;
  for (const [whole, close, name, , empty] of body.matchAll(tag)) {
    if (name === undefined) return [`a bare ${whole}`];
    if (close === '/') {
      const last = open.pop();
      if (last !== name) return [`${last ?? 'nothing'} closed by ${name}`];
    } else if (empty !== '/') {
      open.push(name);
    }
  }
  return open;
}

describe('writers of a recording', () => {
  let recording: Recording;
  before(async () => {
    recording = await program();
  });

  describe('toChromeTrace', () => {
    it('gives each goroutine a named thread, with spans that do not overlap', () => {
      const rows = rowsOf(recording);
      const threads = rows
        .filter(({ name }) => name === 'thread_name')
        .map((row) => row.args?.name);
      expect(threads.map((name) => name?.replace(/\d+/, 'N'))).to.have.members([
        'outside of goroutines',
        'goroutine N bad',
        'goroutine N work',
        'goroutine N work',
        'goroutine N anonymous',
      ]);
      const lastEnd = new Map<number, number>();
      for (const { ph, tid, ts, dur = 0 } of rows.filter((row) => row.ph === 'X')) {
        expect(ph).to.equal('X');
        expect(dur).to.be.at.least(0);
        expect(ts).to.be.at.least((lastEnd.get(tid) ?? 0) - 0.002);
        lastEnd.set(tid, ts + dur);
      }
      expect(rows.find(({ name }) => name === 'chan receive')?.args?.on).to.equal(
        'channel jobs </svg>',
      );
    });

    it('pairs the ends of flows, within spans of their threads and forwards in time', () => {
      const rows = rowsOf(recording);
      const flows = rows.filter(({ ph }) => ph === 's');
      // Four jobs to workers; results go to code outside, which is no thread.
      expect(flows.filter(({ name }) => name === 'message')).to.have.length(4);
      for (const { id, ts, tid } of flows) {
        const ends = rows.filter((row) => row.ph === 'f' && row.id === id);
        expect(ends).to.have.length(1);
        expect(ends[0]?.ts).to.be.at.least(ts);
        const around = rows.filter((row) => row.ph === 'X' && row.tid === tid);
        expect(
          around.some((span) => span.ts <= ts && ts <= span.ts + (span.dur ?? 0) + 0.002),
        ).to.equal(true);
      }
    });

    it('is read by the engine of a browser’s own performance panel', async () => {
      const engine = '@paulirish/trace_engine';
      const { TraceModel } = (await import(engine)) as {
        TraceModel: { Model: { createWithAllHandlers(): Model } };
      };
      const model = TraceModel.Model.createWithAllHandlers();
      const rows = rowsOf(recording);
      await model.parse(rows);
      const { threads } = model.parsedTrace().data.Renderer.processes.get(1) ?? { threads: null };
      for (const { id, entries } of Array.from(threads ?? [], ([id, one]) => ({ id, ...one }))) {
        const spans = rows.filter(({ ph, tid }) => ph === 'X' && tid === id);
        expect(entries.map(({ name }) => name)).to.have.members(spans.map(({ name }) => name));
      }
      expect(threads?.size).to.equal(4);
    });
  });

  describe('toHTML and toSVG', () => {
    it('are well-formed, whatever names, values and errors have in them', () => {
      expect(tagsLeft('<a><b x="1"/></a>')).to.deep.equal([]);
      expect(tagsLeft('<a><b></a>')).to.deep.equal(['b closed by a']);
      expect(tagsLeft('<a>1 & 2</a>')).to.deep.equal(['a bare &']);
      for (const markup of [toHTML(recording), toSVG(recording)]) {
        expect(tagsLeft(markup)).to.deep.equal([]);
        // oxlint-disable-next-line no-control-regex -- neither XML nor HTML may have one
        expect(markup).to.not.match(/[\0-\x08]/);
      }
    });

    it('say what each bar and each arrow is', () => {
      const picture = toSVG(recording);
      expect(picture).to.match(
        /<title>chan receive: channel jobs &lt;\/svg&gt;, [\d.]+ (µs|ms|s) from /,
      );
      expect(picture).to.include('<title>&lt;3&gt; &amp; &quot;more&quot; through channel #');
      expect(picture.match(/<path class="message"/g)).to.have.length(8);
      expect(toHTML(recording)).to.include('failed: &lt;b&gt;no\ufffd luck&lt;/b&gt;');
    });

    it('take a recording that was stored', () => {
      const stored = JSON.parse(JSON.stringify(recording)) as Trace;
      expect(toHTML(stored)).to.equal(toHTML(recording));
      expect(toChromeTrace(stored)).to.equal(toChromeTrace(recording));
    });

    it('stay small when there is much to draw', async () => {
      const long = await recorded(async () => {
        const channel = new Channel<number>();
        go(async () => {
          for (let i = 0; i < 8000; i++) await channel.send(i);
        });
        for (let i = 0; i < 8000; i++) await channel.recv();
      });
      expect(long.events.length).to.be.above(10_000);
      expect(toHTML(long).length).to.be.below(1_500_000);
    });

    it('draw nothing of nothing', async () => {
      const none = await recorded(async () => {});
      expect(tagsLeft(toHTML(none))).to.deep.equal([]);
      expect(JSON.parse(toChromeTrace(none))).to.have.property('traceEvents');
    });

    it('write no more on the axis than it has room for', () => {
      for (const width of [400, 690, 1200, 3000]) {
        const marks = /<text x="([\d.]+)"[^>]*middle/g;
        for (let durationMs = 0.3; durationMs < 1e6; durationMs *= 1.7) {
          const trace = { durationMs, names: {}, events: [] };
          const places = [...toSVG(trace, { width }).matchAll(marks)].map(([, x]) => Number(x));
          const gaps = places.slice(1).map((x, i) => x - (places[i] as number));
          for (const gap of gaps) expect(gap, `${width} ${durationMs}`).to.be.at.least(109);
          expect(places.length).to.be.at.most(9);
        }
      }
    });

    it('refuse a width that is none', () => {
      for (const width of [0, 399, NaN, Infinity, '800']) {
        expect(() => toSVG(recording, { width: width as number })).to.throw('width');
        expect(() => toHTML(recording, { width: width as number })).to.throw('width');
      }
      expect(toSVG(recording, { width: 640 })).to.include('width="640"');
    });

    it('tell sleep from other waits', () => {
      const bars = [...toSVG(recording).matchAll(/<rect class="([^"]*)"[^>]*><title>([^,:]*)/g)];
      const classes = (did: string): Set<string | undefined> =>
        new Set(bars.filter(([, , title]) => title === did).map(([, name]) => name));
      expect([...classes('sleep')]).to.deep.equal(['wait asleep']);
      expect([...classes('chan receive')]).to.deep.equal(['wait']);
    });
  });
});

/** As much of the engine as is asked. */
interface Model {
  parse(rows: readonly unknown[]): Promise<void>;
  parsedTrace(): {
    data: {
      Renderer: {
        processes: Map<number, { threads: Map<number, { entries: { name: string }[] }> }>;
      };
    };
  };
}
