/** The first process of the machine, as a shell script: makes the groups, and tells of each. */
import { rows, type Row } from './rows.ts';

const MOUNT = '/sys/fs/cgroup';

/** What is asked in each group, and the word before its answer. */
export const programs: { readonly [word: string]: string } = {
  NODE: '/usr/bin/node /app/inside.mjs',
  GO: '/app/beside',
};

/**
 * Milliseconds of CPU time in one second, with a busy thread for each CPU. The larger of two tries: a
 * limit lets nobody have more, while a busy host may well give less.
 */
const helpers = `
stat() { sed -n "s/^$1 //p" "$2/cpu.stat"; }
uptime() { cut -d' ' -f1 /proc/uptime | tr -d .; }
burn() {
  for i in 1 2 3 4; do sh -c "echo \\$\\$ > $1/cgroup.procs; while :; do :; done" & done
  sleep 1
  best=0
  for try in 1 2; do
    u0=$(stat usage_usec $1) t0=$(uptime)
    sleep 1
    u1=$(stat usage_usec $1) t1=$(uptime)
    ms=$(( (u1 - u0) / ((t1 - t0) * 10) ))
    [ $ms -gt $best ] && best=$ms
  done
  kill $(cat $1/cgroup.procs)
  wait
}`;

function steps(row: Row, index: number, asked: readonly string[]): string {
  const name = (depth: number): string => `${MOUNT}/row${String(index)}${'/in'.repeat(depth)}`;
  const leaf = name(row.groups.length - 1);
  const make = row.groups.flatMap((files, depth) => [
    ...(depth === 0 ? [] : [`echo +cpu +cpuset > ${name(depth - 1)}/cgroup.subtree_control`]),
    `mkdir ${name(depth)}`,
    ...Object.entries(files).map(([file, text]) => `echo ${text} > ${name(depth)}/${file}`),
  ]);
  const throttled = row.groups.map((_, depth) => `$(stat nr_throttled ${name(depth)})`).join(' + ');
  const tell = asked.map((word) => {
    const prepare = (row.prepare ?? 'exec NODE').replace('GROUP', leaf);
    const shell = prepare.replace('NODE', programs[word] ?? '').replaceAll('"', '\\"');
    return `echo "${word} ${String(index)} $(sh -c "echo \\$\\$ > ${leaf}/cgroup.procs; ${shell}" 2>&1)"`;
  });
  const used = `echo "USED ${String(index)} $best $(( ${throttled} ))"`;
  return [...make, `burn ${leaf}`, used, ...tell].join('\n');
}

/** @param asked the words of `programs` that are there. */
export function init(asked: readonly string[]): string {
  return `#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox --install -s /bin
export PATH=/usr/bin:/bin HOME=/
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t cgroup2 none ${MOUNT}
echo +cpu +cpuset > ${MOUNT}/cgroup.subtree_control
echo "KERNEL 0 $(uname -r), $(nproc) CPUs"
${helpers}
${rows.map((row, index) => steps(row, index, asked)).join('\n')}
echo "END 0 all"
poweroff -f
`;
}
