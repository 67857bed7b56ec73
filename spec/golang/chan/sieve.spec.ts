import { expect } from 'chai';
import { Channel, go, run, select, type Routine } from 'millrace';
import { inBothForms, leavesNobodyBehind, on, type Body } from '../../channel/forms.ts';

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79];

describe('Go: prime sieve', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('finds the primes below a hundred with a filter for each [T-017]', async () => {
      function* generate(out: Channel<number>): Body {
        for (let i = 2; i < 100; i++) yield* on(out.send(i));
        out.close();
      }
      function* filter(from: Channel<number>, out: Channel<number>, prime: number): Body {
        for (let got; (got = yield* on(from.recv())).ok;) {
          if (got.value % prime !== 0) yield* on(out.send(got.value));
        }
        out.close();
      }
      function* sieve(): Body<number[]> {
        const primes: number[] = [];
        const all = [];
        let from = new Channel<number>();
        all.push(form.start(generate, from));
        for (;;) {
          const got = yield* on(from.recv());
          if (!got.ok) break;
          primes.push(got.value);
          const out = new Channel<number>();
          all.push(form.start(filter, from, out, got.value));
          from = out;
        }
        for (const one of all) yield* on(one);
        return primes;
      }
      expect(await form.start(sieve)).to.deep.equal([...PRIMES, 83, 89, 97]);
    });

    it('merges the multiples of all primes found so far with one select [T-018]', async () => {
      const done = new Channel<never>();
      /** The odd multiples of a prime, from its square on. */
      function* multiples(prime: number, out: Channel<number>): Body {
        for (let n = prime * prime; ; n += 2 * prime) {
          const { key } = yield* on(select({ done, out: out.onSend(n) }));
          if (key === 'done') return;
        }
      }
      const all = [];
      const primes = [2];
      const heads: { next: number; from: Channel<number> }[] = [];
      for (let n = 3; n < 80; n += 2) {
        let composite = false;
        for (const head of heads) {
          while (head.next < n) head.next = (await head.from.recv()).value as number;
          composite ||= head.next === n;
        }
        if (composite) continue;
        primes.push(n);
        const from = new Channel<number>();
        all.push(form.start(multiples, n, from));
        heads.push({ next: 0, from });
      }
      done.close();
      await Promise.all(all);
      expect(primes).to.deep.equal(PRIMES);
    });
  });

  it('ends with main, though its producers still wait to send [T-018]', async () => {
    function* count(out: Channel<number>): Routine<void> {
      for (let i = 2; ; i++) yield* out.send(i);
    }
    function* filter(from: Channel<number>, out: Channel<number>, prime: number): Routine<void> {
      for (;;) {
        const { value = 0 } = yield* from.recv();
        if (value % prime !== 0) yield* out.send(value);
      }
    }
    const primes = await run(function* () {
      const primes: number[] = [];
      let from = new Channel<number>();
      go(count, from);
      while (primes.length < PRIMES.length) {
        const { value = 0 } = yield* from.recv();
        primes.push(value);
        const out = new Channel<number>();
        go(filter, from, out, value);
        from = out;
      }
      return primes;
    });
    expect(primes).to.deep.equal(PRIMES);
  });
});
