/** The sweep as a picture: one HTML file that needs nothing else. */
import { perSecond, type Point } from './point.ts';

const [WIDTH, HEIGHT] = [640, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [80, 20, 40, 40];

export function chart(title: string, points: readonly Point[], verdict: string): string {
  const panels = [
    panel('calls per second', points, points.map(perSecond)),
    panel(
      'p99 lag of the main thread, ms',
      points,
      points.map(({ lagMs }) => lagMs),
    ),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 44em; padding: 0 1em; color-scheme: light dark; }
  svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: currentColor; stroke: none; }
  polyline { fill: none; stroke: #2a7de1; stroke-width: 2; }
  circle { fill: #2a7de1; }
  line { stroke: currentColor; stroke-opacity: .25; }
</style>
<h1>${escaped(title)}</h1>
<p>${escaped(verdict)}</p>
${panels.join('\n')}
</html>
`;
}

function panel(what: string, points: readonly Point[], values: readonly number[]): string {
  const top = Math.max(...values) || 1;
  const x = (at: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * at) / Math.max(1, points.length - 1);
  const y = (value: number): number => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value / top);
  const places = values.map((value, at) => [x(at).toFixed(1), y(value).toFixed(1)] as const);
  const rules = [0, 0.5, 1].map((part) => {
    const at = y(part * top).toFixed(1);
    return (
      `<line x1="${String(LEFT)}" x2="${String(WIDTH - RIGHT)}" y1="${at}" y2="${at}"/>` +
      `<text x="${String(LEFT - 8)}" y="${at}" dy=".3em" text-anchor="end">${short(part * top)}</text>`
    );
  });
  const marks = places.map(
    ([cx, cy], at) =>
      `<circle cx="${cx}" cy="${cy}" r="4"><title>${short(values[at] as number)}</title></circle>` +
      `<text x="${cx}" y="${String(HEIGHT - BOTTOM + 18)}" text-anchor="middle">${String((points[at] as Point).procs)}</text>`,
  );
  return `<svg viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="img" aria-label="${escaped(what)}">
<text x="${String(LEFT)}" y="20">${escaped(what)}, by procs</text>
${[...rules, ...marks].join('\n')}
<polyline points="${places.map((place) => place.join(',')).join(' ')}"/>
</svg>`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (sign) => entities[sign] as string);
}
