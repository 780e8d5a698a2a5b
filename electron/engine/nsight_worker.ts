/** The thread that joins exports of Nsight Systems to an index. */
import { joinNsight, type JoinRequest } from '../nsight/join.ts';
import { answerCalls } from './worker_calls.ts';

answerCalls({
  join: (request: JoinRequest, { signal, progress }): Promise<string> => joinNsight(request, signal, progress),
});
