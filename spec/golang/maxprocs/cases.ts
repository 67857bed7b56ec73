/** Random files, most of them nearly right: what is quite wrong goes no way into a parser. */
import fc from 'fast-check';
import { escape } from '../../maxprocs/support/escape.ts';

/** A text, a character for each byte, and for which parser it is. */
export interface Case {
  readonly kind: 'v1' | 'v2' | 'cgroup' | 'mount' | 'escape';
  readonly text: string;
  /** For a table of mounts: the group that is looked for. */
  readonly group: string;
  readonly version: 1 | 2;
}

type Texts = fc.Arbitrary<string>;

const from = (...all: string[]): Texts => fc.constantFrom(...all);

/** Mostly one of these, sometimes something else. */
const mostly = (all: string[], other: Texts): Texts =>
  fc.oneof({ weight: 6, arbitrary: from(...all) }, { weight: 1, arbitrary: other });

const joined = (separator: string, ...parts: Texts[]): Texts =>
  fc.tuple(...parts).map((all) => all.join(separator));

const LARGEST = '9223372036854775807';
const odd = ['0', '-1', '+5', '08', '1_0', '0x4', '1e2', '', ' ', LARGEST, `-${LARGEST}`];
const number = fc.oneof(
  fc.integer().map(String),
  from('max', '100000', '12us', '9223372036854775808', ...odd),
);
const end = mostly(['\n'], from('', '\n\n', ' \n', '\r\n', '\nmore'));
const v1 = joined('', number, end);
const v2 = joined('', number, mostly([' '], from('  ', '\t', '')), number, end);

const component = from(
  'a',
  'b',
  '..',
  'sand',
  'sandbox',
  'a b',
  'a\tb',
  'x\\y',
  '\xff',
  'a:b',
  '.',
);
const long = [4090, 4094, 4095, 4096].map((length) => `/${'p'.repeat(length)}`);
const path = fc.oneof(
  { weight: 8, arbitrary: fc.array(component, { maxLength: 4 }).map((all) => `/${all.join('/')}`) },
  { weight: 1, arbitrary: from('', 'a', 'a/b', '/a/', '//', ...long) },
);
const controllers = mostly(
  ['cpu', 'cpu,cpuacct', 'rw,cpuacct,cpu,memory'],
  from('cpuacct', 'memory', ',cpu', 'cpu,', ',', '', 'name=systemd', 'cpuset'),
);

/** Lines, the last of them sometimes without its end. */
const lines = (line: Texts): Texts =>
  fc
    .tuple(fc.array(line, { maxLength: 5 }), mostly(['\n'], from('')))
    .map(([all, last]) => (all.length === 0 ? '' : all.join('\n') + last));

const membership = fc.oneof(
  {
    weight: 12,
    arbitrary: joined(':', from('0', '1', '2', '', '00', 'x', '10'), controllers, path),
  },
  {
    weight: 1,
    arbitrary: from('', '0', '0:', '0::', '0::a', 'x'.repeat(70_000), '0::/a'.padEnd(65_600, 'a')),
  },
);

const escaped = fc.oneof(
  { weight: 10, arbitrary: path.map(escape) },
  { weight: 1, arbitrary: from('/\\1', '/a\\', '/\\777', '/\\08', '\\', 'net:[1]', '/\\057a') },
);
const roots = ['/', '/a', '/sand', '/sandbox', '/..', '/../..', '/a/b'];
const groups = ['/', '/a', '/a/b', '/sandbox/x', '/sand', '/../..', '/../x', '/..'];
const overlay = `9 9 0:1 / /m rw - overlay overlay lowerdir=${'z'.repeat(70_000)}`;
const mount = fc.oneof(
  {
    weight: 14,
    arbitrary: joined(
      '',
      fc.constant('22 1 8:1 '),
      joined(' ', mostly(roots, escaped), escaped),
      mostly([' rw', ' rw shared:1', ' rw shared:1 master:2'], from(' ', ' rw -', ' rw - ')),
      mostly([' - '], from(' -', '- ', ' ', ' -  ')),
      mostly(['cgroup', 'cgroup2'], from('tmpfs', '', 'overlay')),
      mostly([' source ', ' none '], from('', ' ', '  ', ' a b ', ' none')),
      controllers,
    ),
  },
  {
    weight: 1,
    arbitrary: from('', '22', '22 1 8:1', '22 1 8:1 / /m', '22 1 8:1 / /m rw - ', overlay),
  },
);

const plain = (kind: Case['kind'], text: Texts): fc.Arbitrary<Case> =>
  text.map((text) => ({ kind, text, group: '', version: 2 }));

/** Cases for all parsers. */
export const cases: fc.Arbitrary<Case> = fc.oneof(
  plain('v1', v1),
  plain('v2', v2),
  plain('cgroup', lines(membership)),
  plain('escape', escaped),
  {
    weight: 3,
    arbitrary: fc
      .record({ text: lines(mount), group: mostly(groups, path), version: fc.constantFrom(1, 2) })
      // Who parsed the list of groups gives nothing else on.
      .filter(({ group }) => group.startsWith('/') && group.length <= 4096)
      .map((one): Case => ({ kind: 'mount', ...one })),
  },
);
