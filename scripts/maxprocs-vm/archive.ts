/** An initramfs: a cpio archive of the kind that Linux unpacks at its start. */
import { readFileSync } from 'node:fs';

const DIRECTORY = 0o040755;
const FILE = 0o100755;

function padded(bytes: Buffer): Buffer {
  const over = bytes.length % 4;
  return over === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - over)]);
}

/** Files by their path from the root; what is not text is read from where it says. */
export type Files = ReadonlyMap<string, string | { readonly from: string }>;

/** Each folder comes before what is in it. */
function foldersOf(files: Files): Set<string> {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    const parts = path.split('/');
    for (let i = 1; i < parts.length; i++) folders.add(parts.slice(0, i).join('/'));
  }
  return folders;
}

export function archive(files: Files, folders: readonly string[]): Buffer {
  const parts: Buffer[] = [];
  let inode = 0;
  const add = (name: string, mode: number, bytes: Buffer): void => {
    const numbers = [++inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = numbers.map((n) => n.toString(16).padStart(8, '0')).join('');
    parts.push(padded(Buffer.from(`070701${head}${name}\0`, 'latin1')), padded(bytes));
  };
  for (const name of new Set([...folders, ...foldersOf(files)])) {
    add(name, DIRECTORY, Buffer.alloc(0));
  }
  for (const [name, file] of files) {
    add(name, FILE, typeof file === 'string' ? Buffer.from(file) : readFileSync(file.from));
  }
  add('TRAILER!!!', 0, Buffer.alloc(0));
  return Buffer.concat(parts);
}
