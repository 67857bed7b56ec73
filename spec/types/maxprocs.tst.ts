/** What `millrace/maxprocs` and `millrace/runtime` take and give. */
import { inspect, quota, set, type Answer, type Quota, type RuleName } from 'millrace/maxprocs';
import { gomaxprocs, numCPU, stack } from 'millrace/runtime';
import { describe, expect, it } from 'tstyche';

describe('a rule', () => {
  it('is one of three', () => {
    expect<RuleName>().type.toBe<'millrace' | 'go' | 'automaxprocs'>();
    expect(inspect).type.toBeCallableWith({ rule: 'go' });
    expect(inspect).type.not.toBeCallableWith({ rule: 'uber' });
    expect(quota).type.not.toBeCallableWith({ hierarchy: 'parents' });
    expect(set).type.not.toBeCallableWith({ rul: 'go' });
  });
});

describe('set', () => {
  it('gives back what takes it back', () => {
    expect(set()).type.toBe<() => void>();
    expect(set).type.toBeCallableWith({ env: { GOMAXPROCS: '3' }, logger: console.error });
    expect(set).type.not.toBeCallableWith({ round: () => 'two' });
  });
});

describe('quota and inspect', () => {
  it('say that there may be none', () => {
    expect(quota()).type.toBe<Quota | undefined>();
    expect(inspect()).type.toBe<Answer>();
    expect(inspect().quota).type.toBe<Quota | undefined>();
    expect(inspect().limits).type.toBe<readonly Quota[]>();
  });
});

describe('gomaxprocs and its kin', () => {
  it('are numbers', () => {
    expect(gomaxprocs()).type.toBe<number>();
    expect(gomaxprocs).type.not.toBeCallableWith('3');
    expect(numCPU()).type.toBe<number>();
    expect(stack(true)).type.toBe<string>();
  });
});
