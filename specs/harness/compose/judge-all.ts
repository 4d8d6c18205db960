import { NotVerified } from '../../../support/check/not-verified.ts';
import type { ComposeReading } from '../../../support/platforms/compose/read-compose.ts';
import { policyOf } from '../../config/feature-flags.judge.ts';
import { judgeDatabase } from '../../services/compose-database.judge.ts';
import { judgeEnvironment } from '../../services/compose-environment.judge.ts';
import { judgeHardening } from '../../services/compose-hardening.judge.ts';
import { judgeHealthChecks } from '../../services/compose-health.judge.ts';
import { judgeImages } from '../../services/compose-images.judge.ts';
import { judgeNames } from '../../services/compose-names.judge.ts';
import { judgeLiteralSecrets, writtenValues } from '../../services/compose-no-literal-secrets.judge.ts';
import { judgeSourceMounts } from '../../services/compose-no-source-mounts.judge.ts';
import { judgePorts } from '../../services/compose-ports.judge.ts';

/** What every check of compose files says of one environment, by the last part of its id; those that hold are left out. */
export function judgeAll(own: ComposeReading, others: readonly ComposeReading[] = []): Record<string, string[]> {
  const started = own.services.filter(({ isLeftOut }) => !isLeftOut);
  const isProduction = own.class === 'production';
  const profile = { table: { flags: {} }, class: own.class, environment: own.environment } as never;
  const judges: Record<string, () => { what: string; received: string; severity?: string }[]> = {
    environment: () =>
      judgeEnvironment({ own, others, flags: {}, named: [], policyOf: (flag) => policyOf(flag, profile) }),
    ports: () => judgePorts(own, others),
    mounts: () => (own.class === 'development' ? [] : judgeSourceMounts(own, [])),
    secrets: () => judgeLiteralSecrets(writtenValues(own), own.class === 'development'),
    database: () => judgeDatabase(own, others),
    health: () => judgeHealthChecks(started),
    images: () => (isProduction ? judgeImages(started) : []),
    hardening: () => judgeHardening(started, isProduction),
    names: () => judgeNames(own, others),
  };
  return Object.fromEntries(
    Object.entries(judges).flatMap(([name, judge]) => {
      const said = saidBy(judge);
      return said.length === 0 ? [] : [[name, said]];
    }),
  );
}

function saidBy(judge: () => { what: string; received: string; severity?: string }[]): string[] {
  try {
    return judge().map(({ what, received, severity }) => `${severity === 'warning' ? '! ' : ''}${what}: ${received}`);
  } catch (error) {
    if (!(error instanceof NotVerified)) throw error;
    return [`? ${error.message}`];
  }
}
