/** A limit as the kernel writes it, read strictly: what is only half there is a fault. */
import { Fault, type Read } from './fault.ts';
import { shown } from './host.ts';
import { v1Number, v2Bandwidth, type Bandwidth } from './limits.ts';
import { fileIn } from './paths.ts';
import { V1_PERIOD, V1_QUOTA, V2_MAX, type Folder } from './rule.ts';

/** What stands in a folder, and in which file. */
export type Written = Bandwidth & { readonly path: string };

/** Null where there is no such file, or where it says that there is no limit (GM-29). */
export function written({ version, path }: Folder, read: Read): Written | null | Fault {
  return version === 1 ? v1(path, read) : v2(path, read);
}

function v1(folder: string, read: Read): Written | null | Fault {
  const path = fileIn(folder, V1_QUOTA);
  const quota = number(path, read);
  if (quota === null || quota instanceof Fault) return quota;
  if (quota < 0) return null;
  const period = number(fileIn(folder, V1_PERIOD), read);
  return period === null || period instanceof Fault ? period : { quota, period, path };
}

function number(path: string, read: Read): number | null | Fault {
  const text = read(path);
  if (text instanceof Fault) return text.missing ? null : text;
  return inFile(path, v1Number(text));
}

function v2(folder: string, read: Read): Written | null | Fault {
  const path = fileIn(folder, V2_MAX);
  const text = read(path);
  if (text instanceof Fault) return text.missing ? null : text;
  const bandwidth = inFile(path, v2Bandwidth(text));
  return bandwidth === null || bandwidth instanceof Fault ? bandwidth : { ...bandwidth, path };
}

function inFile<T>(path: string, value: T | Fault): T | Fault {
  return value instanceof Fault ? new Fault(`${shown(path)}: ${value.text}`) : value;
}
