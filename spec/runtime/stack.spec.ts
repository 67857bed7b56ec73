import { Channel, go, gosched, run, sleep } from 'millrace';
import { stack } from 'millrace/runtime';
import { expect } from 'chai';

const heads = (text: string): string[] => text.match(/^goroutine .*$/gm) ?? [];

/** Without the numbers, which go on through the specs. */
const states = (text: string): string[] => heads(text).map((head) => head.replace(/ \d+/, ''));

describe('stack', () => {
  it('shows the program itself outside of all goroutines', () => {
    const text = stack();
    expect(text).to.match(/^goroutine 0 \[running\]: main\n/);
    expect(text).to.contain('stack.spec.ts');
    expect(text).to.not.contain('/lib/runtime/');
  });

  it('shows the goroutine that calls, generator or async, with the calls it is in', async () => {
    const texts: string[] = [];
    const inner = (): void => void texts.push(stack());
    await go(function* stepped() {
      yield* gosched();
      inner();
    });
    await go(async function entered() {
      inner();
      await sleep(0);
    });
    expect(states(texts.join('\n'))).to.deep.equal([
      'goroutine [running]: stepped',
      'goroutine [running]: entered',
    ]);
    expect(texts[0]).to.match(/^goroutine .*\ninner\(\.\.\.\)\n\t.*\nstepped\(\.\.\.\)\n\t.*\n/);
  });

  it('shows all others under run, with what each waits for and who started it', async () => {
    let text = '';
    await run(function* main() {
      const jobs = new Channel<number>(0, { name: 'jobs' });
      const receives = go(function* receives() {
        yield* jobs.recv();
      });
      go(async function receivesAsync() {
        await jobs.recv();
      });
      go(function* givesWay() {
        yield* gosched();
      });
      go(function* waits() {
        yield* jobs.recv();
      });
      yield* gosched();
      go(function* wakes() {
        jobs.trySend(1);
        text = stack(true);
      });
      yield* receives;
      jobs.close();
    });
    expect(states(text)).to.deep.equal([
      'goroutine [running]: wakes',
      'goroutine [join]: main',
      'goroutine [runnable]: receives',
      'goroutine [chan receive]: receivesAsync',
      'goroutine [chan receive]: waits',
    ]);
    expect(text).to.match(/receivesAsync\n {2}on channel jobs \(len 0, cap 0\)\n/);
    expect(text).to.match(
      /waits\n[^]*?created by main in goroutine \d+\n\t.*stack\.spec\.ts:\d+\n/,
    );
  });

  it('shows who is new and who gave way as runnable', async () => {
    let text = '';
    await run(function* main() {
      const first = go(function* givesWay() {
        yield* gosched();
        yield* gosched();
      });
      yield* gosched();
      go(function* isNew() {});
      text = stack(true);
      yield* first;
    });
    expect(states(text)).to.deep.equal([
      'goroutine [running]: main',
      'goroutine [runnable]: givesWay',
      'goroutine [runnable]: isNew',
    ]);
  });

  it('changes nothing for those it looks at', async () => {
    const got: unknown[] = [];
    await run(function* main() {
      const jobs = new Channel<number>();
      const worker = go(function* worker() {
        try {
          got.push((yield* jobs.recv()).value);
        } finally {
          got.push('over');
        }
      });
      yield* gosched();
      for (let i = 0; i < 3; i++) stack(true);
      expect(got).to.deep.equal([]);
      yield* jobs.send(7);
      yield* worker;
    });
    expect(got).to.deep.equal([7, 'over']);
  });

  it('shows the caller alone when the others are not asked for', async () => {
    await run(function* main() {
      go(function* other() {});
      expect(states(stack())).to.deep.equal(['goroutine [running]: main']);
    });
  });
});
