import type { Finding } from '../../support/check/finding.ts';
import { type HeldKeys, isPlainValue, rowsOf, secretRows, secretShapeOf } from '../../support/families/config/index.ts';
import type { Profile, SyncTarget } from '../../support/profile/index.ts';

/** How each platform calls what it keeps readable. Convex shows every variable to everyone who may list them; it has no hidden ones. */
const plainKinds = { worker: 'a plain-text variable', pages: 'a plain-text variable', github: 'a variable' } as const;

/** Secrets that a platform keeps as plain text: the table says that they are secrets, or their own form does. */
export function judgeKept(profile: Profile, target: SyncTarget, held: HeldKeys): Finding[] {
  if (held.platform === 'convex') return [];
  const kind = plainKinds[held.platform];
  const inTarget = new Set(rowsOf(profile, target).map(({ line }) => line));
  const secrets = new Map(
    secretRows(profile).flatMap((row) => (inTarget.has(row.line) ? [[row.key.toUpperCase(), row] as const] : [])),
  );
  return held.keys.flatMap(({ name, readable, value }) => {
    if (!readable || value === undefined) return [];
    const row = secrets.get(name.toUpperCase());
    const shape = secretShapeOf(name, value, { byRandomness: false });
    if (shape === undefined && (row === undefined || isPlainValue(name, value))) return [];
    return [
      {
        what: `${name} on ${held.place} is a secret that is kept as plain text`,
        expected: 'a secret, whose value nobody can read back',
        received: `${kind} of ${value.length} characters${shape === undefined ? '' : `: ${shape}`}`,
        from: [held.address, ...(row === undefined ? [] : [row.cell])],
        remedy: `Rotate it, remove the variable, and set ${name} as a secret.`,
      },
    ];
  });
}
