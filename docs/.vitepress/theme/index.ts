import { withBase } from 'vitepress';
import Theme from 'vitepress/theme';
import { toHash } from '../playground/share.ts';
import './style.css';

type Context = Parameters<NonNullable<typeof Theme.enhanceApp>>[0];

/** The buttons are in the text of the pages: one listener serves all of them. */
function runPrograms({ router }: Context): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button.run') : null;
    const program = button?.parentElement?.querySelector('pre code')?.textContent;
    if (program == null) return;
    void router.go(withBase(`/playground#${toHash(program)}`));
  });
}

export default {
  ...Theme,
  enhanceApp(context: Context) {
    if (typeof document !== 'undefined') runPrograms(context);
    return Theme.enhanceApp?.(context);
  },
};
