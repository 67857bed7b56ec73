/** What RxJS's own virtual time says of the bridges: when they let go, and what is there by then. */
import { fromObservable, toObservable, type Feed } from 'millrace/rxjs';
import { expect } from 'chai';
import { materialize, Observable } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { idle } from '../goroutine/script.ts';

type Run = RunHelpers & { at(frame: number, act: () => void): void };

function marbles(test: (run: Run) => void): void {
  const scheduler = new TestScheduler((actual, wanted) => {
    expect(actual).to.deep.equal(wanted);
  });
  const at: Run['at'] = (frame, act) => void scheduler.schedule(act, frame);
  scheduler.run((helpers) => test({ ...helpers, at }));
}

/** What a feed gives to one who asks it in these frames, and never waits. */
function polled(feed: Feed<string>, { at }: Run, frames: Iterable<number>): Observable<string> {
  return new Observable((subscriber) => {
    const poll = (): void => {
      try {
        for (let r = feed.tryRecv(); r !== undefined; r = feed.tryRecv()) {
          if (r.ok) subscriber.next(r.value);
          else return subscriber.complete();
        }
      } catch (error) {
        subscriber.error(error);
      }
    };
    for (const frame of frames) at(frame, poll);
  });
}

const all = Array.from({ length: 12 }, (_, frame) => frame);

describe('the bridges to RxJS, in its virtual time', () => {
  const diagrams: [marbles: string, subscribed: string][] = [
    ['a-b-c|', '^----!'],
    ['-a-(bc)-|', '^-------!'],
    ['--(ab#)', '^-!'],
    ['-a--#', '^---!'],
    ['|', '(^!)'],
    ['#', '(^!)'],
    ['--a---', '^'],
  ];
  for (const [diagram, subscribed] of diagrams) {
    it(`have each notification in its frame: ${diagram}`, () => {
      marbles((run) => {
        const source = run.cold(diagram);
        run.expectObservable(polled(fromObservable(source), run, all)).toBe(diagram);
        run.expectSubscriptions(source.subscriptions).toBe(subscribed);
      });
    });

    it(`carry all of it to another observable: ${diagram}`, async () => {
      const wanted: unknown[] = [];
      const got: unknown[] = [];
      marbles(({ cold }) => {
        const source = cold(diagram);
        source.pipe(materialize()).subscribe((it) => wanted.push(it));
        toObservable(fromObservable(source))
          .pipe(materialize())
          .subscribe((it) => got.push(it));
      });
      await idle();
      expect(got).to.deep.equal(wanted);
      expect(wanted.length).to.equal(diagram.replace(/[-()]/g, '').length);
    });
  }

  it('share a hot observable with its other subscribers', () => {
    marbles((run) => {
      const source = run.hot('-a-b-c-|');
      const feed = fromObservable(source);
      run.at(4, () => feed[Symbol.dispose]());
      run.expectObservable(polled(feed, run, all)).toBe('-a-b|');
      run.expectObservable(source).toBe('-a-b-c-|');
      run.expectSubscriptions(source.subscriptions).toBe(['^---!', '^------!']);
    });
  });

  it('unsubscribe in the frame in which they are disposed of, or aborted', () => {
    marbles((run) => {
      const source = run.cold('a-b-c-d|');
      const feed = fromObservable(source);
      run.at(3, () => feed[Symbol.dispose]());
      run.expectObservable(polled(feed, run, all)).toBe('a-b|');
      run.expectSubscriptions(source.subscriptions).toBe('^--!');
    });
    marbles((run) => {
      const source = run.cold('a-b-c-d|');
      const controller = new AbortController();
      const feed = fromObservable(source, { signal: controller.signal });
      run.at(3, () => controller.abort('enough'));
      run.expectObservable(polled(feed, run, all)).toBe('a-b#', undefined, 'enough');
      run.expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('drop by their rule what a slow reader has no room for', () => {
    const rules = [
      ['buffer', '-----(abcde)-(f|)', '^----------!'],
      ['drop-oldest', '-----(de)----(f|)', '^----------!'],
      ['drop-newest', '-----(ab)----(f|)', '^----------!'],
      ['error', '-----(ab#)', '^-!'],
    ] as const;
    for (const [overflow, wanted, subscribed] of rules) {
      marbles((run) => {
        const source = run.cold('abcde-----f|');
        const feed = fromObservable(source, { capacity: 2, overflow });
        // An overflow is an error of its own: here it is only a mark in the diagram.
        const seen = new Observable<string>((subscriber) =>
          polled(feed, run, [5, 13]).subscribe({
            next: (value) => subscriber.next(value),
            complete: () => subscriber.complete(),
            error: () => subscriber.error('error'),
          }),
        );
        run.expectObservable(seen).toBe(wanted);
        run.expectSubscriptions(source.subscriptions).toBe(subscribed);
      });
    }
  });
});
