/** What can be explored, and what comes of it. */
import type { Arbitrary } from 'fast-check';
import { go, gosched } from 'millrace';
import {
  explore,
  model,
  program,
  replay,
  schedule,
  type Explored,
  type Outcomes,
  type Program,
  type Replay,
  type Schedule,
  type Step,
  type Strategy,
} from 'millrace/testing';
import { describe, expect, it } from 'tstyche';

describe('explore', () => {
  it('takes a program as it is written down', () => {
    const explored = explore({
      chans: [0],
      waitGroups: [1],
      procs: [
        [
          ['send', 0, 1],
          ['select', [['recv', 0]], true],
        ],
        [
          ['add', 0, -1],
          ['spawn', 0],
        ],
      ],
    });
    expect(explored).type.toBe<Promise<Explored>>();
    expect<Explored['outcomes']>().type.toBe<Map<string, Replay>>();
  });

  it('takes a function of either form', () => {
    expect(explore).type.toBeCallableWith(function* () {
      yield* gosched();
      return 1;
    });
    expect(explore).type.toBeCallableWith(async () => {
      await go(async () => 1);
    });
  });

  it('refuses what would start too early or does not exist', () => {
    function* main() {
      yield* gosched();
    }
    expect(explore).type.not.toBeCallableWith(main());
    expect(explore).type.not.toBeCallableWith((n: number) => n);
    expect(explore).type.not.toBeCallableWith(main, { strategy: 'luck' });
    expect(explore).type.not.toBeCallableWith(main, { run: 1 });
    expect<['jump', number]>().type.not.toBeAssignableTo<Step>();
  });

  it('has a fixed set of strategies', () => {
    expect<Strategy>().type.toBe<
      'default' | 'bounded' | 'random' | 'pos' | 'pct' | 'exhaustive' | 'portfolio'
    >();
  });
});

describe('replay, model and the arbitraries', () => {
  it('replay takes text or data', () => {
    expect(replay(function* () {}, 's1:')).type.toBe<Promise<string>>();
    expect(replay).type.toBeCallableWith(() => 1, null as never as Schedule);
    expect(replay).type.not.toBeCallableWith(() => 1, [{ decision: 1, choice: 1 }]);
  });

  it('model gives outcomes at once', () => {
    expect(model(null as never as Program)).type.toBe<Outcomes>();
  });

  it('are arbitraries of fast-check', () => {
    expect(program({ procs: 2 })).type.toBe<Arbitrary<Program>>();
    expect(schedule()).type.toBe<Arbitrary<Schedule>>();
    expect(schedule).type.not.toBeCallableWith({ deviation: 1 });
  });
});
