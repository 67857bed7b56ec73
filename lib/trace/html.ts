/** toHTML: a page about a recording. */
import type { Trace } from './event.ts';
import { escaped, readable } from './markup.ts';
import { draw, widthOf, type PictureOptions } from './svg.ts';
import { timeline, type Lane, type Span } from './timeline.ts';

const style = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 1.5rem; }
h1 { font-size: 1.25rem; }
.picture { overflow-x: auto; }
.key > span { white-space: nowrap; margin-right: 1.2em; }
.key span span { display: inline-block; width: 1.6em; height: 0.8em; margin: 0 0.4em 0 0; }
.key .run { background: #2a9d4f; } .key .wait { background: #e9a23b8c; } .key .ready { background: #7a8ca559; }
.key .message { background: none; border-bottom: 2px solid #2f6fde; height: 0.4em; }
.key .go { background: none; border-bottom: 2px dashed #8a63d2; height: 0.4em; }
table { border-collapse: collapse; margin-top: 1rem; }
th, td { text-align: left; padding: 0.2rem 0.9rem 0.2rem 0; font-variant-numeric: tabular-nums; }
tbody tr { border-top: 1px solid #8884; }`;

const key = (['run', 'wait', 'ready', 'message', 'go'] as const)
  .map((what) => {
    const name = {
      run: 'running',
      wait: 'waiting',
      ready: 'runnable',
      message: 'message',
      go: 'start',
    };
    return `<span><span class="${what}"></span>${name[what]}</span>`;
  })
  .join(' ');

function total(spans: readonly Span[], what: Span['what']): string {
  const ms = spans.reduce((sum, one) => (one.what === what ? sum + one.toMs - one.fromMs : sum), 0);
  return readable(ms);
}

function row({ title, spans, by, error }: Lane): string {
  const cells = [
    title,
    by === 0 ? '' : `goroutine ${String(by)}`,
    total(spans, 'run'),
    total(spans, 'wait'),
    total(spans, 'ready'),
    error === undefined ? '' : `failed: ${error}`,
  ];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

/**
 * A recording as one page without a script: the picture of {@link toSVG}, and a table of how long
 * each goroutine ran, waited, and could have run.
 *
 * @throws MisuseError for a width below 400.
 *
 * @example
 * ```ts
 * import { go } from 'millrace';
 * import { record, toHTML } from 'millrace/trace';
 *
 * const recording = record();
 * await go(function hello() {});
 * const page = toHTML(recording.stop()); // write it to a file, and open that
 * console.log(page.startsWith('<!DOCTYPE html>')); //=> true
 * ```
 */
export function toHTML(trace: Trace, options: PictureOptions = {}): string {
  const lines = timeline(trace);
  const lanes = lines.lanes.filter(({ id }) => id !== 0);
  const heads = ['goroutine', 'started by', 'ran', 'waited', 'runnable', ''];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>millrace: ${String(lanes.length)} goroutines</title>
<style>${style}</style>
</head>
<body>
<h1>${String(lanes.length)} goroutines in ${readable(lines.durationMs)}</h1>
<p class="key">${key}</p>
<div class="picture" tabindex="0" role="region" aria-label="timeline">
${draw(lines, widthOf(options))}
</div>
<table>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${lanes.map(row).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}
