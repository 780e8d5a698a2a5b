import { compareRuns } from './fields_cases.ts';

compareRuns('flexflow-gpu-v1006/as-v1008');
