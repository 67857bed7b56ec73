/** The pages in the order in which they are read. Folders of numbered pages are read from the disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Entry {
  text: string;
  link?: string;
  collapsed?: boolean;
  items?: Entry[];
}

const docs = resolve(import.meta.dirname ?? '.', '..');

/** What a page calls itself. */
export function titleOf(page: string): string {
  const heading = /^# (.*)$/m.exec(readFileSync(`${docs}/${page}`, 'utf8'));
  if (heading?.[1] === undefined) throw new Error(`docs/${page}: no heading`);
  return heading[1].replace(/`/g, '');
}

function page(file: string, text: string = titleOf(file)): Entry {
  return { text, link: `/${file.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}` };
}

/** A page, and below it those of the folder of its name. */
function chapter(file: string, text?: string): Entry {
  const folder = file.replace(/\.md$/, '');
  const items = readdirSync(`${docs}/${folder}`)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => page(`${folder}/${name}`));
  return { ...page(file, text), collapsed: true, items };
}

/** Pages that are made by the build; a page that is not there yet is left out. */
function made(file: string, text: string): Entry[] {
  return existsSync(`${docs}/${file}`) ? [page(file, text)] : [];
}

export function sidebar(): Entry[] {
  return [
    {
      text: 'Begin',
      items: [
        page('index.md', 'Read me'),
        chapter('tour.md', 'Tour'),
        ...made('playground.md', 'Playground'),
        chapter('porting-from-go.md', 'Porting from Go'),
        chapter('cookbook.md', 'Cookbook'),
        page('which-primitive.md', 'Which primitive'),
      ],
    },
    {
      text: 'Understand',
      items: [
        page('semantics.md', 'Semantics'),
        page('patterns.md', 'Patterns'),
        page('rxjs-and-streams.md', 'RxJS and streams'),
        page('threads.md', 'Threads'),
        page('containers.md', 'Containers'),
        page('testing.md', 'Testing'),
        page('tracing.md', 'Tracing'),
        page('async-context.md', 'Async context'),
        page('runtimes.md', 'Runtimes'),
        page('performance.md', 'Performance'),
      ],
    },
    {
      text: 'Look up',
      items: [...made('api/index.md', 'API'), page('errors.md', 'Errors')],
    },
    {
      text: 'Decisions',
      items: readdirSync(`${docs}/decisions`)
        .filter((name) => name.endsWith('.md'))
        .toSorted()
        .map((name) => page(`decisions/${name}`)),
    },
  ];
}

/** Every page of the sidebar, in its order. */
export function pages(entries: Entry[] = sidebar()): Entry[] {
  return entries.flatMap((entry) => [
    ...(entry.link === undefined ? [] : [entry]),
    ...pages(entry.items ?? []),
  ]);
}
