import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { armCrashPoints, crashPoint } from './crash-point';

describe('a crash point', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'amends-fuses-'));
  const fuse = path.join(folder, 'refunds.inbox.open');
  const kill = jest.spyOn(process, 'kill');
  beforeEach(() => {
    kill.mockReset().mockReturnValue(true);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('does nothing before the points are armed, then kills once for each fuse of its service and place', () => {
    writeFileSync(fuse, '');
    crashPoint('inbox.open');
    expect(kill).not.toHaveBeenCalled();

    armCrashPoints(folder, 'refunds');
    crashPoint('relay.published');
    expect(kill).not.toHaveBeenCalled();

    crashPoint('inbox.open');
    crashPoint('inbox.open');
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
    expect(existsSync(fuse)).toBe(false);
  });
});
