import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../electron/app/arguments.ts';

describe('readArguments', () => {
  it('takes what follows -- as paths, whatever it looks like', () => {
    const { paths, testHooks } = readArguments(['electron', '--no-sandbox', '/app', '--test-hooks', '--', 'a.prof', '-b.prof', '--test-hooks'], false, '/here');
    expect(paths).toEqual(['/here/a.prof', '/here/-b.prof', '/here/--test-hooks']);
    expect(testHooks).toBe(true);
  });

  it('takes what a file association appends', () => {
    expect(readArguments(['/opt/legion-prof', '/home/x/a.lprof'], true, '/')).toEqual({ paths: ['/home/x/a.lprof'], testHooks: false });
  });

  it('takes the last paths for the run to compare with', () => {
    const { paths, vs } = readArguments(['electron', '/app', '--vs-count=2', '--', 'a.prof', 'b0.prof', 'b1.prof'], false, '/here');
    expect(paths).toEqual(['/here/a.prof']);
    expect(vs).toEqual(['/here/b0.prof', '/here/b1.prof']);
  });

  it('does not take the application folder for a path', () => {
    expect(readArguments(['electron', '--inspect=0', '/app'], false, '/').paths).toEqual([]);
  });
});
