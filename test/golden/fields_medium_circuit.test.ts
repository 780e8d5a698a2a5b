import { compareRuns } from './fields_cases.ts';

compareRuns('lg-medium-circuit-2n');
