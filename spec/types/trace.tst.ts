import { go } from 'millrace';
import { carryContext } from 'millrace/async-context';
import { record, toChromeTrace, toHTML, toSVG, type Recording, type Trace } from 'millrace/trace';
import { expect, test } from 'tstyche';

test('a recording is a trace, and so is what was stored of one', () => {
  expect(record()).type.toBe<Recording>();
  expect(record({ limit: 7 }).stop()).type.toBe<Recording>();
  expect<Recording>().type.toBeAssignableTo<Trace>();
  expect<Recording>().type.toBeAssignableTo<Disposable>();
  expect(record().toJSON()).type.toBe<Trace>();
  expect(record).type.not.toBeCallableWith({ limits: 7 });
});

test('writers take traces, and a goroutine is none', () => {
  expect(toHTML(record())).type.toBe<string>();
  expect(toSVG(record().toJSON(), { width: 800 })).type.toBe<string>();
  expect(toChromeTrace).type.not.toBeCallableWith(go(() => 1));
  expect(toHTML).type.not.toBeCallableWith(record(), { height: 800 });
});

test('events are told apart by their kind', () => {
  for (const event of record().events) {
    if (event.kind === 'message') expect(event.value).type.toBe<string>();
    if (event.kind === 'wait') expect(event.reason).type.toBe<string>();
    if (event.kind === 'end') expect(event.error).type.toBe<string | undefined>();
    if (event.kind === 'run') expect(event).type.not.toHaveProperty('by');
  }
});

test('the switch for contexts gives what takes it back', () => {
  expect(carryContext()).type.toBe<() => void>();
  expect(carryContext).type.not.toBeCallableWith(true);
});
