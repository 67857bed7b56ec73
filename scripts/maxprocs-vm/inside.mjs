// In a group of the machine: what the built package, and Node itself, make of it.
import { availableParallelism } from 'node:os';
import { inspect } from 'millrace/maxprocs';

const { procs, quota, reason } = inspect();
const [go, automaxprocs] = ['go', 'automaxprocs'].map((rule) => inspect({ rule }).procs);
const found = { millrace: procs, quota: quota?.cpus ?? null, go, automaxprocs, reason };
console.log(JSON.stringify({ ...found, node: availableParallelism() }));
