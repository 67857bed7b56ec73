// @ts-check
/** @typedef {import('./row.d.mts').Row} Row */

/**
 * A row of a runtime that is not there.
 * @param {string} runtime
 * @param {string} why
 * @returns {Row}
 */
export function absent(runtime, why) {
  const nothing = { passed: 0, failed: 0, skipped: 0, seconds: 0 };
  return { runtime, version: '', engine: '', ...nothing, faults: [], absent: why };
}

/**
 * What differs between the tests that should have run and those that did, each as often as it occurs.
 * @param {readonly string[]} wanted
 * @param {readonly string[]} found
 * @returns {string[]}
 */
export function different(wanted, found) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const title of wanted) counts.set(title, (counts.get(title) ?? 0) + 1);
  for (const full of found) {
    // Some tests write behind their title what they measured.
    const title = full.replace(/ \((?:used|after) [^)]*\)$/, '');
    counts.set(title, (counts.get(title) ?? 0) - 1);
  }
  const faults = [];
  for (const [title, count] of counts) {
    if (count > 0) faults.push(`did not run: ${title}`);
    if (count < 0) faults.push(`ran, and should not: ${title}`);
  }
  return faults;
}

/** @param {readonly Row[]} rows */
export function table(rows) {
  const head = ['runtime', 'version', 'engine', 'passed', 'failed', 'skipped', 'seconds', ''];
  const body = rows.map((row) => [
    row.runtime,
    row.version,
    row.engine,
    ...(row.absent === undefined
      ? [row.passed, row.failed, row.skipped, row.seconds].map((n) => n.toFixed(0))
      : ['', '', '', '']),
    row.absent === undefined
      ? row.faults.length > 0
        ? 'FAILED'
        : 'green'
      : `absent: ${row.absent}`,
  ]);
  const widths = head.map((_, i) =>
    Math.max(...[head, ...body].map((line) => (line[i] ?? '').length)),
  );
  return [head, widths.map((width) => '-'.repeat(width)), ...body]
    .map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`)
    .join('\n');
}
