/** A button below each program that the playground can run, which leads there. */
import type { MarkdownRenderer } from 'vitepress';
import { isRunnable } from './playground/runnable.ts';

/** The button has its words from the style: they are no text of the page that a search should find. */
export function runButtons(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (...args) => {
    const [tokens, i] = args;
    const drawn = fence?.(...args) ?? '';
    const { info = '', content = '' } = tokens[i] ?? {};
    if (!isRunnable(info, content)) return drawn;
    const button = '<button class="run" title="Run it in the playground"></button>';
    return drawn.replace(/<\/div>\s*$/, `${button}</div>`);
  };
}
