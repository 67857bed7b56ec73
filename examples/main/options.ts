import { parseArgs } from 'node:util';

export interface Options {
  requests: number;
  connections: number;
  sockets: number;
  parked: number;
  databaseUrl: string | undefined;
}

export const usage = `usage: main.ts [--requests N] [--connections N] [--sockets N] [--parked N]

  --requests     how many requests are issued at once          (or REQUESTS; 10000)
  --connections  store connections in the pool                 (or CONNECTIONS; 100, PostgreSQL 50)
  --sockets      most sockets of the client's keep-alive agent (or SOCKETS; 1000)
  --parked       how many goroutines are parked to weigh one   (or PARKED; 100000)

With DATABASE_URL set the queries go to that PostgreSQL.`;

/** With fewer, what else comes and goes on the heap would show in the bytes of each. */
const leastParked = 10_000;

/** Flags win over the environment. Throws an error that says what is wrong with the input. */
export function parseOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: {
      requests: { type: 'string' },
      connections: { type: 'string' },
      sockets: { type: 'string' },
      parked: { type: 'string' },
    },
  });
  const databaseUrl = env['DATABASE_URL'] || undefined;
  // Debian's PostgreSQL takes 100 connections in all; half of them may be someone else's.
  const connections = databaseUrl === undefined ? 100 : 50;
  return {
    requests: count('requests', values.requests ?? env['REQUESTS'], 10_000),
    connections: count('connections', values.connections ?? env['CONNECTIONS'], connections),
    sockets: count('sockets', values.sockets ?? env['SOCKETS'], defaultSockets()),
    parked: count('parked', values.parked ?? env['PARKED'], 100_000, leastParked),
    databaseUrl,
  };
}

function count(name: string, text: string | undefined, otherwise: number, least = 1): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > 1_000_000) {
    throw new RangeError(`${name}: want a whole number from ${least} to 1000000, got '${text}'`);
  }
  return value;
}

/** A thousand, or fewer where the limit of open files is low: each socket has two ends here. */
function defaultSockets(): number {
  const report = process.report.getReport() as {
    userLimits?: { open_files?: { soft?: number | string } };
  };
  const limit = Number(report.userLimits?.open_files?.soft);
  const spare = 250; // store connections, modules, standard streams
  return limit > 0 ? Math.max(1, Math.min(1000, Math.floor((limit - spare) / 2))) : 1000;
}
