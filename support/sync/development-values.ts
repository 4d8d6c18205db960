import { foreignMarksIn, isolatedValues, localRows, marksOf } from '../families/config/index.ts';
import type { Profile, Setting, SyncTarget, TableValue } from '../profile/index.ts';
import { Refusal } from './refusal.ts';

/** One value of a local file. */
export interface LocalValue {
  key: string;
  value: string;
  group: string | undefined;
  /** The table's line that it comes from. */
  line: number;
}

/**
 * What may stand in a local file: the only type that its writer takes, made here alone, and only of an environment of the
 * class development. So nothing of another environment can reach a file, whatever the caller asks for.
 */
export class DevelopmentValues {
  readonly environment: string;
  readonly target: string;
  readonly values: readonly LocalValue[];

  private constructor(environment: string, target: string, values: readonly LocalValue[]) {
    this.environment = environment;
    this.target = target;
    this.values = values;
  }

  /**
   * The development values of one TARGET.
   * @throws Refusal where the environment is not development, where a value is not known on this machine, or where a value
   *   of the development column carries something of another environment
   */
  static of(profile: Profile, target: SyncTarget): DevelopmentValues {
    if (profile.class !== 'development')
      throw new Refusal('configuration', [
        `${profile.environment} is of the class ${profile.class}: a local file contains values of development only.`,
      ]);
    const rows = localRows(profile, target);
    refuseForeign(profile, rows);
    const unknown = rows.flatMap(({ setting, written }) =>
      written !== '' && setting.absence ? [setting.absence] : [],
    );
    if (unknown.length > 0)
      throw new Refusal(
        'unknown',
        unknown.map(({ message, enable }) => `${message} ${enable}`),
      );
    const groups = new Map(profile.table.parsed.rows.map((row) => [row.line, row.group?.text || undefined]));
    const present = rows.filter(({ setting }) => setting.isSet);
    return new DevelopmentValues(
      profile.environment,
      target.target,
      present.map(({ key, setting, line }) => ({ key, value: setting.value, group: groups.get(line), line })),
    );
  }
}

/** The development column itself may contain a value of another environment: the incident began with two equal cells. */
function refuseForeign(profile: Profile, rows: readonly TableValue[]): void {
  const marks = profile.others.flatMap((other) => marksOf(other, profile));
  const isolated = new Set(isolatedValues(profile).map(({ line }) => line));
  const prefixes = profile.others.map(({ environment }) => ({
    environment,
    prefix: `${environment.toUpperCase().replaceAll('-', '_')}_`,
  }));
  const borrowed = rows.flatMap((row) =>
    prefixes
      .filter(({ prefix }) => new RegExp(`\\$\\{${prefix}\\w+\\}`).test(row.written))
      .map(({ environment }) => `${row.key} (${row.cell}) refers to a variable of ${environment}.`),
  );
  const others = profile.others.map(({ environment, table }) => ({
    environment,
    byLine: new Map(table.values.map(({ line, setting }) => [line, setting])),
  }));
  const hasValue = (setting: Setting | undefined, value: string) => setting?.isSet === true && setting.value === value;
  const problems = rows
    .filter(({ setting }) => setting.isSet)
    .flatMap((row) => [
      ...foreignMarksIn(row.key, row.setting.value, marks, row.rule).map(
        ({ kind, text, environment, from }) =>
          `${row.key} (${row.cell}) contains the ${kind} ${text} of ${environment} (${from}).`,
      ),
      ...others
        .filter(({ byLine }) => isolated.has(row.line) && hasValue(byLine.get(row.line), row.setting.value))
        .map(
          (other) => `${row.key} (${row.cell}) has the same value in ${other.environment}, although it is isolated.`,
        ),
    ]);
  if (borrowed.length + problems.length > 0) throw new Refusal('content', [...new Set([...borrowed, ...problems])]);
}
