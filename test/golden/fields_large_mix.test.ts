import { compareRuns } from './fields_cases.ts';

compareRuns('lg-large-mix-4n');
