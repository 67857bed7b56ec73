import { defineConfig } from 'vitepress';
import { anchorOf, links } from './links.mts';
import { copyLibrary } from './library.ts';
import { writePlain } from './llms.mts';
import { runButtons } from './run-buttons.mts';
import { sidebar } from './sidebar.mts';

export default defineConfig({
  title: 'millrace',
  description: 'Go’s channels, select and goroutines for TypeScript',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  outDir: '.vitepress/dist',
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      links(md);
      runButtons(md);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Tour', link: '/tour' },
      { text: 'Porting from Go', link: '/porting-from-go' },
      { text: 'Cookbook', link: '/cookbook' },
      { text: 'Playground', link: '/playground' },
      { text: 'API', link: '/api/' },
      { text: 'Errors', link: '/errors' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
  },
  buildEnd: ({ srcDir, outDir }) => {
    writePlain(srcDir, outDir);
    copyLibrary(srcDir, outDir);
  },
});
