/** Steps in few words, for programs written by hand. */
import type { CaseStep, Step } from '../../../lib/testing/program.ts';

export const send = (c: number, value: number): CaseStep => ['send', c, value];
export const recv = (c: number): CaseStep => ['recv', c];
export const close = (c: number): Step => ['close', c];
export const len = (c: number): Step => ['len', c];
export const select = (...cases: CaseStep[]): Step => ['select', cases, false];
/** A select with a default. */
export const trySelect = (...cases: CaseStep[]): Step => ['select', cases, true];
export const lock = (m: number): Step => ['lock', m];
export const unlock = (m: number): Step => ['unlock', m];
export const rlock = (m: number): Step => ['rlock', m];
export const runlock = (m: number): Step => ['runlock', m];
export const wlock = (m: number): Step => ['wlock', m];
export const wunlock = (m: number): Step => ['wunlock', m];
export const add = (g: number, delta: number): Step => ['add', g, delta];
export const wait = (g: number): Step => ['wait', g];
export const spawn = (p: number): Step => ['spawn', p];
export const once = (o: number, body: CaseStep): Step => ['once', o, body];
/** Waits for a condition. */
export const cwait = (c: number): Step => ['cwait', c];
export const signal = (c: number): Step => ['signal', c];
export const broadcast = (c: number): Step => ['broadcast', c];
