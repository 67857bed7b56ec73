/** All scenarios. */
import { kernelScenarios } from './scenarios/kernel.ts';
import { lockScenarios } from './scenarios/locks.ts';
import type { Scenario } from './scenarios/scenario.ts';

export const scenarios: readonly Scenario[] = [...kernelScenarios, ...lockScenarios];
