import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { DatabaseProfile } from '../../support/platforms/databases/index.ts';
import { hourMs, minuteMs } from '../../support/text/duration.ts';
import { quoteForeign } from '../../support/text/quote-foreign.ts';

/** Clocks of two machines differ a little. */
const slackMs = 5 * minuteMs;

/**
 * Whether the newest backup is new enough.
 * @param value the query's only value; null if there is no backup
 * @throws NotVerified if the value is not a time
 */
export function judgeBackup(value: unknown, database: DatabaseProfile, nowMs: number, from: string): Finding[] {
  const { called, environment, backup, place } = database;
  const maxHours = backup?.maxAgeHours ?? 0;
  const finding = (what: string, received: string): Finding[] => [
    { what, expected: `a backup of the last ${maxHours} hours`, received, from: [from, `${place}.backup`] },
  ];
  if (value === null || value === undefined) return finding(`${called} of ${environment} has no backup`, 'none');

  const ended = value instanceof Date ? value.getTime() : Date.parse(String(value));
  if (Number.isNaN(ended))
    throw new NotVerified(`the query of backups gives no time: ${quoteForeign(String(value), 60)}`);
  if (ended > nowMs + slackMs)
    throw new NotVerified(`the newest backup ends in the future: ${new Date(ended).toISOString()}`);
  const hours = (nowMs - ended) / hourMs;
  if (hours <= maxHours) return [];
  return finding(
    `the newest backup of ${called} of ${environment} is too old`,
    `${Math.floor(hours)} hours old: ${new Date(ended).toISOString()}`,
  );
}
