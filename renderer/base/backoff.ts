/** How long to wait before the n-th try to reconnect: 1, 2, 4 … 30 s (`attempt` counts from 0). */
export function backoffMs(attempt: number): number {
  return Math.min(30, 2 ** Math.min(attempt, 10)) * 1000;
}
