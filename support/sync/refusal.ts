import { exitCodes } from '../command/exit-code.ts';
import { StopError } from '../command/stop-error.ts';

/** Why nothing is written, and what the tool ends with. */
const exitCodeOf = {
  /** A value or a file contains something that must not be written or overwritten: a finding. */
  content: exitCodes.failed,
  /** Something that has to be known could not be read. */
  unknown: exitCodes.notVerified,
  /** The command line does not name the production deployment that it would write to. */
  confirmation: exitCodes.configuration,
  /** The config, the table or a folder that the config names is wrong. */
  configuration: exitCodes.configuration,
} as const;
export type RefusalKind = keyof typeof exitCodeOf;

/** Something is not done, and why: one sentence for each reason. Nothing has been written when it is thrown. */
export class Refusal extends StopError {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  readonly reasons: readonly string[];

  constructor(kind: RefusalKind, reasons: readonly string[]) {
    super(exitCodeOf[kind], [...reasons, 'Nothing was written.'].join('\n'));
    this.kind = kind;
    this.reasons = reasons;
  }
}
