/**
 * Thread of a process whose main thread may be deep in SQLite and hear nothing: ends the process when the one that started it is gone,
 * which the end of standard input tells, also after a kill.
 */
import { Socket } from 'node:net';

new Socket({ fd: 0 }).on('close', () => process.kill(process.pid, 'SIGKILL')).resume();
