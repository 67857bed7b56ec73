/** Paths of cgroups and of files: absolute, with `/` between components. */

/** Whether a path lies at or below another, at the boundary of a component (GM-23). */
export function within(root: string, path: string): boolean {
  if (root === '/') return true;
  return path.startsWith(root) && (path.length === root.length || path[root.length] === '/');
}

/** What of a path is below the root that it lies in: empty, or from a slash on. */
export function below(root: string, path: string): string {
  if (root === '/') return path === '/' ? '' : path;
  return path.slice(root.length);
}

/** The path without `.`, `..`, doubled and trailing slashes; `..` stops at the top. */
export function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A path and all that it lies in, innermost first, up to and with `top`, which may be empty. */
export function upTo(top: string, path: string): string[] {
  const all = [path];
  let at = path;
  while (at.length > top.length && at !== '/') {
    const cut = at.lastIndexOf('/');
    at = cut === 0 && top !== '' ? '/' : at.slice(0, cut);
    all.push(at);
  }
  return all;
}

/** A file in a folder. */
export function fileIn(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}
