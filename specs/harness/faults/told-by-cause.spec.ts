import { describe, expect, test } from 'vitest';
import { convexFaults } from '../../../fixtures/faults/convex.ts';
import { convexFunctionsFaults } from '../../../fixtures/faults/convex-functions.ts';
import type { Fault } from '../../../fixtures/faults/fault.ts';
import { identityFaults } from '../../../fixtures/faults/identity.ts';
import { pagesFaults } from '../../../fixtures/faults/pages.ts';
import { sharedDataFaults } from '../../../fixtures/faults/shared-data.ts';
import { workerFaults } from '../../../fixtures/faults/worker.ts';
import { workerLimitsFaults } from '../../../fixtures/faults/worker-limits.ts';
import { withPlantedFault } from './plant-fault.ts';
import { runInProcess } from './run-in-process.ts';

interface Told {
  fault: Fault;
  /** At most so many lines. */
  lines: number;
  /** The first line below the heading. */
  first: RegExp;
  says: readonly RegExp[];
}

const told: Readonly<Record<string, Told>> = {
  'a stopped Worker': {
    fault: workerFaults.stoppedWorker,
    lines: 25,
    first: /^✗ worker\/healthy {2}/,
    says: [
      /^ {4}18 checks could not be judged because of this \(worker 15, isolation 2, config 1\)$/m,
      /remedy {3}Start or redeploy what serves 127\.0\.0\.1:\d+/,
      /repeat {3}npx vitest run --project prod specs\/worker\/healthy\.spec\.ts/,
    ],
  },
  'a shared deployment': {
    fault: identityFaults.sharedConvexDeployment,
    lines: 40,
    first: /^✗ config\/environments-differ {2}/,
    says: [
      /^ {4}16 checks could not be judged because of this /m,
      /^✗ isolation\/convex-identity {2}/m,
      // A key for the address of development would finish the mistake.
      /enable {3}One of the two .* If steady-otter-902 is meant, correct NEXT_PUBLIC_CONVEX_URL; /,
    ],
  },
  'a stopped site': {
    fault: pagesFaults.stoppedSite,
    lines: 25,
    first: /^✗ pages\/reachable {2}/,
    says: [/^ {4}11 checks could not be judged because of this /m],
  },
  'a stopped backend': {
    fault: convexFaults.stoppedConvex,
    lines: 25,
    first: /^✗ convex\/reachable {2}/,
    says: [/^ {4}18 checks could not be judged because of this /m],
  },
  'a front end on the backend of yesterday': {
    fault: convexFunctionsFaults.backendOfYesterday,
    lines: 35,
    first: /^✗ convex\/functions-present {2}/,
    says: [
      /sites-page\.tsx:\d+:\d+\n {15}http:\/\/127\.0\.0\.1:\d+\/assets\//,
      /repeat {3}npx vitest run --project prod specs\/convex\/functions-present\.spec\.ts/,
    ],
  },
  'one database behind two addresses': {
    fault: sharedDataFaults.oneDatabaseBehindTwoUrls,
    lines: 50,
    first: /^✗ dev, prod › config\/environments-differ {2}/,
    says: [/^✗ dev, prod › isolation\/convex-identity {2}dev and prod use the same Convex deployment /m],
  },
  'a limiter that fails open': {
    fault: workerLimitsFaults.limiterFailsOpen,
    lines: 40,
    first: /^✗ worker\/healthy {2}/,
    says: [
      /the component rate_limiter is unhealthy/,
      /^✗ worker\/rate-limit-enforced {2}the limiter cannot be reached/m,
    ],
  },
  'a missing key': {
    fault: convexFaults.missingDeployKey,
    lines: 15,
    first: /^\? CONVEX_DEPLOY_KEY refers to /,
    says: [/^ {6}enable {3}Set PROD_CONVEX_DEPLOY_KEY\.$/m, /^ {4}16 checks could not be judged because of this /m],
  },
};

describe('one cause is told once', () => {
  test.each(Object.entries(told))('%s', async (_, { fault, lines, first, says }) => {
    const { stdout, exitCode } = await withPlantedFault(fault, (planted) => runInProcess(planted, { verbose: false }));
    expect(exitCode, stdout).toBe(fault.exitCode);
    // That a check held only when it was repeated is about the machine, and not about the fault.
    const printed = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .filter((line) => !line.startsWith('held only after retries: '));
    expect(printed.length, stdout).toBeLessThanOrEqual(lines);
    expect(printed[2]).toMatch(first);
    for (const words of says) expect(stdout).toMatch(words);
    expect(stdout).toMatch(/^\d+ not applicable: would apply with /m);
  });

  test('a pair of the audit, for both environments', async () => {
    const { stdout } = await withPlantedFault(sharedDataFaults.oneDatabaseBehindTwoUrls, (planted) =>
      runInProcess(planted, { verbose: false }),
    );
    expect(stdout).toContain('✗ dev, prod › config/environments-differ');
    expect(stdout.match(/is the same in (?:dev and prod|prod and dev)/g)).toHaveLength(1);
    expect(stdout).not.toMatch(/^✗ (?:dev|prod) › config\/environments-differ/m);
  });
});
