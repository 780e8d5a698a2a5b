/** Expected failures, as kinds that travel over workers and sockets and end as one sentence for the user. Pure. */

export type ProfileErrorKind =
  | 'not-found' | 'no-permission' | 'log-empty' | 'log-cut-in-header' | 'log-without-times' | 'unknown-format'
  | 'index-newer' | 'index-older' | 'index-damaged' | 'index-exists' | 'disk-full' | 'read-only' | 'out-of-memory' | 'worker-died'
  | 'cancelled' | 'not-loaded' | 'bad-request' | 'usage' | 'system';

/** `message` is the whole sentence shown to the user: what happened, which file and byte, what to do. */
export class ProfileError extends Error {
  readonly kind: ProfileErrorKind;
  constructor(kind: ProfileErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options as ErrorOptions | undefined);
    this.name = 'ProfileError';
    this.kind = kind;
  }
}

/** The form in which an error crosses a port or a socket. */
export interface WireError {
  readonly kind: ProfileErrorKind | 'bug';
  readonly message: string;
  readonly stack: string | undefined;
}

export function toWireError(error: unknown): WireError {
  if (error instanceof ProfileError) return { kind: error.kind, message: error.message, stack: error.stack };
  if (error instanceof Error) return { kind: 'bug', message: error.message, stack: error.stack };
  return { kind: 'bug', message: String(error), stack: undefined };
}

export function fromWireError(wire: WireError): Error {
  if (wire.kind === 'bug') {
    const error = new Error(wire.message);
    if (wire.stack !== undefined) error.stack = wire.stack;
    return error;
  }
  return new ProfileError(wire.kind, wire.message);
}
