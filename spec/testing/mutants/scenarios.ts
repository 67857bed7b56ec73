/** All scenarios. */
import { kernelScenarios } from './scenarios/kernel.ts';
import { lockScenarios } from './scenarios/locks.ts';
import { onceScenarios } from './scenarios/once.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { timeScenarios } from './scenarios/time.ts';

export const scenarios: readonly Scenario[] = [
  ...kernelScenarios,
  ...lockScenarios,
  ...onceScenarios,
  ...timeScenarios,
];
