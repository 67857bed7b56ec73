/** toSVG: a picture of a recording. */
import { MisuseError, onlyOption } from '../kernel/errors.ts';
import type { Trace } from './event.ts';
import { escaped, readable } from './markup.ts';
import { timeline, type Arrow, type Lane, type Span, type Timeline } from './timeline.ts';

/** How a picture is drawn. */
export interface PictureOptions {
  /** How wide it is, in pixels, names of goroutines included. Default: 1200. */
  readonly width?: number;
}

const GUTTER = 200;
const MARGIN = 20;
const AXIS = 28;
const ROW = 26;
const BAR = 14;
/** No more than so many arrows: beyond that they hide one another. */
const MOST_ARROWS = 1000;

const style = `
.millrace { font: 12px/1.2 system-ui, sans-serif; fill: currentColor; }
.millrace .run { fill: #2a9d4f; } .millrace .wait { fill: #e9a23b; fill-opacity: 0.55; }
.millrace .asleep { fill-opacity: 0.22; } .millrace .ready { fill: #7a8ca5; fill-opacity: 0.35; }
.millrace line { stroke: currentColor; stroke-opacity: 0.15; }
.millrace .go, .millrace .message { fill: none; stroke-width: 1.2; }
.millrace .go { stroke: #8a63d2; stroke-dasharray: 3 2; } .millrace .message { stroke: #2f6fde; }
.millrace .failed { fill: #d1383d; }`;

/** Where things are on the sheet. */
class Sheet {
  readonly width: number;
  readonly height: number;
  readonly #perMs: number;
  readonly #rows: Map<number, number>;

  constructor({ durationMs, lanes }: Timeline, width: number) {
    this.width = width;
    this.height = AXIS + lanes.length * ROW + MARGIN;
    this.#perMs = (width - GUTTER - MARGIN) / (durationMs || 1);
    this.#rows = new Map(lanes.map(({ id }, row) => [id, row]));
  }

  x(ms: number): number {
    return Math.round((GUTTER + ms * this.#perMs) * 10) / 10;
  }

  /** The middle of a lane. */
  y(lane: number): number {
    return AXIS + ((this.#rows.get(lane) ?? 0) + 0.5) * ROW;
  }
}

/** A mark of the axis, with room for what is written on it. */
const MARK = 110;

/** Distances between marks that people count in: 1, 2 or 5 of a power of ten; at most some eight. */
function tickMs(durationMs: number, width: number): number {
  const rough = durationMs / Math.min(8, (width - GUTTER - MARGIN) / MARK) || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
}

function axis(sheet: Sheet, durationMs: number): string[] {
  const step = tickMs(durationMs, sheet.width);
  const marks: string[] = [];
  for (let i = 0; i * step <= durationMs; i++) {
    const x = String(sheet.x(i * step));
    marks.push(
      `<line x1="${x}" x2="${x}" y1="${String(AXIS - 6)}" y2="${String(sheet.height - MARGIN)}"/>`,
      `<text x="${x}" y="${String(AXIS - 12)}" text-anchor="middle">${readable(i * step)}</text>`,
    );
  }
  return marks;
}

function spanTitle({ what, fromMs, toMs, reason, on }: Span): string {
  const did = what === 'run' ? 'running' : what === 'ready' ? 'runnable' : reason;
  return `${did}${on === '' ? '' : `: ${on}`}, ${readable(toMs - fromMs)} from ${readable(fromMs)}`;
}

function bars(sheet: Sheet, { id, spans }: Lane): string[] {
  const drawn: string[] = [];
  const y = sheet.y(id);
  let upTo = { run: -1, wait: -1, ready: -1 };
  for (const span of spans) {
    const { what, reason } = span;
    const [from, to] = [sheet.x(span.fromMs), sheet.x(span.toMs)];
    // What would hide behind its like is left out: a lane has as many bars as it has places.
    if (to <= upTo[what]) continue;
    upTo = { ...upTo, [what]: Math.max(to, from + 0.5) };
    const height = what === 'run' ? BAR : BAR / 2;
    drawn.push(
      `<rect class="${reason === 'sleep' ? 'wait asleep' : what}" x="${String(from)}" y="${String(y - height / 2)}" ` +
        `width="${String(Math.max(0.5, Math.round((to - from) * 10) / 10))}" ` +
        `height="${String(height)}"><title>${escaped(spanTitle(span))}</title></rect>`,
    );
  }
  return drawn;
}

function laneName(sheet: Sheet, { id, title, error }: Lane): string {
  const [y, short] = [sheet.y(id), title.length > 30 ? `${title.slice(0, 29)}…` : title];
  const failed = error === undefined ? '' : ' class="failed"';
  const whole = error === undefined ? title : `${title}, failed: ${error}`;
  return (
    `<line x1="${String(GUTTER)}" x2="${String(sheet.width - MARGIN)}" y1="${String(y)}" y2="${String(y)}"/>` +
    `<text x="${String(GUTTER - 10)}" y="${String(y + 4)}" text-anchor="end"${failed}>` +
    `${escaped(short)}<title>${escaped(whole)}</title></text>`
  );
}

function arrowPath(sheet: Sheet, { what, from, fromMs, to, toMs, title }: Arrow): string {
  const [x1, y1, x2, y2] = [sheet.x(fromMs), sheet.y(from), sheet.x(toMs), sheet.y(to)];
  // It leaves and arrives at the edges of bars, upright, so that the lanes stay readable.
  const down = Math.sign(y2 - y1);
  const [start, end] = [y1 + (down * BAR) / 2, y2 - down * (BAR / 2 + 3)];
  const bend = (end - start) / 2;
  const curve = `M${String(x1)} ${String(start)}C${String(x1)} ${String(start + bend)} ${String(x2)} ${String(end - bend)} ${String(x2)} ${String(end)}`;
  return `<path class="${what}" d="${curve}" marker-end="url(#millrace-${what})"><title>${escaped(title)}</title></path>`;
}

function marker(what: string, color: string): string {
  return (
    `<marker id="millrace-${what}" viewBox="0 0 6 6" refX="3" refY="3" markerWidth="5" markerHeight="5" orient="auto">` +
    `<path d="M0 0L6 3L0 6z" fill="${color}"/></marker>`
  );
}

/** @internal */
export function widthOf(options: PictureOptions): number {
  onlyOption(options, 'width');
  const { width = 1200 } = options;
  if (!Number.isFinite(width) || width < 400) {
    throw new MisuseError('width: a number from 400 up was expected', width);
  }
  return width;
}

/** @internal */
export function draw(lines: Timeline, width: number): string {
  const sheet = new Sheet(lines, width);
  const { lanes, arrows, durationMs } = lines;
  const size = `width="${String(sheet.width)}" height="${String(sheet.height)}"`;
  const said = `${String(lanes.filter(({ id }) => id !== 0).length)} goroutines in ${readable(durationMs)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="millrace" role="img" aria-label="${said}" ${size} ` +
      `viewBox="0 0 ${String(sheet.width)} ${String(sheet.height)}">`,
    `<style>${style}</style>`,
    `<defs>${marker('go', '#8a63d2')}${marker('message', '#2f6fde')}</defs>`,
    ...axis(sheet, durationMs),
    ...lanes.map((lane) => laneName(sheet, lane)),
    ...lanes.flatMap((lane) => bars(sheet, lane)),
    ...arrows.slice(0, MOST_ARROWS).map((arrow) => arrowPath(sheet, arrow)),
    '</svg>',
  ].join('\n');
}

/**
 * A recording as one picture, SVG without a script: goroutines are lanes, green where they run, amber
 * where they wait, paler where they only sleep, grey where they could run and others do; to point at a bar tells what it waits on.
 * Blue arrows are messages, violet ones starts. Of many arrows the first thousand are drawn. It
 * takes the colour of the text around it, so that it suits dark pages.
 *
 * @throws MisuseError for a width below 400.
 *
 * @example
 * ```ts
 * import { go } from 'millrace';
 * import { record, toSVG } from 'millrace/trace';
 *
 * const recording = record();
 * await go(function hello() {});
 * console.log(toSVG(recording.stop()).includes('hello')); //=> true
 * ```
 */
export function toSVG(trace: Trace, options: PictureOptions = {}): string {
  return draw(timeline(trace), widthOf(options));
}
