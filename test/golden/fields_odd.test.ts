import { compareRuns } from './fields_cases.ts';

compareRuns('odd');
