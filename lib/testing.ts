/**
 * `millrace/testing`: what can come of a program, whatever the schedule. Needs fast-check.
 *
 * @module
 */
export type { Body } from './testing/body-target.ts';
export type { Form } from './testing/execution.ts';
export { explore, type Explored, type ExploreOptions } from './testing/explore.ts';
export { model, type ModelOptions, type Outcomes } from './testing/model.ts';
export { checkProgram, type CaseStep, type Program, type Step } from './testing/program.ts';
export { program, type ProgramConstraints } from './testing/program-arbitrary.ts';
export { replay, type ReplayOptions } from './testing/replay.ts';
export {
  parseSchedule,
  Schedule,
  StaleReplayError,
  type Deviation,
  type Replay,
} from './testing/schedule.ts';
export { schedule, type ScheduleConstraints } from './testing/schedule-arbitrary.ts';
export type { Strategy } from './testing/strategies.ts';
