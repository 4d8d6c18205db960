import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Door, machineNetwork } from '../http/index.ts';
import { type Profile, readsFrom } from '../profile/index.ts';
import { Readings } from '../reading/index.ts';
import type { CheckDefinition } from './definition.ts';
import { doorRules } from './door-rules.ts';
import { asAdopted } from './excused/newly-added.ts';
import { judgeCheck } from './judge-check.ts';
import { NotVerified } from './not-verified.ts';
import type { Outcome } from './outcome.ts';
import { type ProgressMessage, progressChannel } from './output/run-progress.ts';
import { raiseRunLimit } from './reason.ts';
import { SpecLoader } from './spec-loader.ts';
import { type SpecPlace, shownPlace } from './spec-place.ts';

/** What a run is about, as the runner tells it. */
export interface RunPlan {
  /** The profiles of the environments that are looked at. */
  profiles: readonly Profile[];
  /** The specs that are run. */
  files: readonly string[];
  /** Only tests whose name fits are run. */
  namePattern?: RegExp;
  /** The isolation audit: checks of `isolation/` that say `crosses` may reach every environment. */
  audit: boolean;
  runId?: string;
  /** The id that the test runner gave this run: outcomes carry it, so that those of another run are recognised. */
  planId?: string;
}

// A definition's subject is its own affair: the session only hands it on.
// biome-ignore lint/suspicious/noExplicitAny: the subject types of different checks have nothing in common
type AnyCheck = CheckDefinition<any>;

/** A check as its spec declares it. */
export interface DeclaredCheck {
  definition: AnyCheck;
  place: SpecPlace | undefined;
}

/**
 * One run in one worker: all checks of all its specs, started together.
 *
 * vitest runs files one after another. Left to itself it would start the requests of the second file when the first
 * has its answers; so the session imports every spec first, starts every check, and each test then awaits its own outcome.
 */
export class Session implements AsyncDisposable {
  readonly #plan: RunPlan;
  readonly #door: Door;
  readonly #readings: Readings;
  readonly #runId: string;
  readonly #places = new Map<string, SpecPlace | undefined>();
  readonly #definitions = new Map<string, AnyCheck>();
  readonly #outcomes = new Map<string, Promise<Outcome>>();
  readonly #runSignal: AbortSignal;
  readonly #collected = new Set<string>();
  readonly #declared = new Set<string>();
  #collecting = false;
  readonly #progress: BroadcastChannel | undefined;

  constructor(plan: RunPlan) {
    const [first] = plan.profiles;
    if (!first) throw new Error('a session needs an environment');
    this.#plan = plan;
    this.#runId = plan.runId ?? `airlock-${randomBytes(6).toString('hex')}`;
    const all = plan.audit
      ? [...new Set(plan.profiles.flatMap((profile) => [profile, ...profile.others]))]
      : plan.profiles;
    this.#runSignal = AbortSignal.timeout(first.limits.runMs);
    this.#door = new Door({
      ...doorRules(all),
      runId: this.#runId,
      runSignal: this.#runSignal,
      bodyBytes: first.limits.bodyBytes,
      network: machineNetwork,
    });
    this.#progress = plan.planId === undefined ? undefined : progressChannel(plan.planId);
    this.#readings = new Readings({ door: this.#door, runId: this.#runId, deadlineMs: first.limits.checkMs });
  }

  /** Specs are being imported for their checks only: nothing is to be registered with the test runner. */
  get isCollecting(): boolean {
    return this.#collecting;
  }

  get planId(): string | undefined {
    return this.#plan.planId;
  }

  /** A test waits for its outcome no longer than the whole run may take. */
  get testTimeoutMs(): number {
    return (this.#plan.profiles[0]?.limits.runMs ?? 0) + 5_000;
  }

  /**
   * Takes a check in: once while the specs are collected, once when they are run.
   * @throws Error where its spec declares a second one: they would share an id, and only one of them would be judged
   */
  add(definition: AnyCheck, place: SpecPlace | undefined): void {
    const seen = this.#collecting ? this.#collected : this.#declared;
    if (seen.has(definition.id)) {
      throw new Error(
        `The check \`${definition.id}\` is declared twice${place ? `, again at ${shownPlace(place)}` : ''}: a spec declares one check.`,
      );
    }
    seen.add(definition.id);
    this.#definitions.set(definition.id, definition);
    this.#places.set(definition.id, place);
  }

  /** The environments a check runs on, with the name of the test of each. */
  runsOf(definition: AnyCheck): { environment: string; name: string }[] {
    const several = this.#plan.profiles.length > 1;
    return this.#plan.profiles.map(({ environment }) => ({
      environment,
      name: `${several ? `${environment} › ` : ''}${definition.id} · ${definition.title}`,
    }));
  }

  /** Every check that was taken in, with the place of its declaration. */
  get checks(): readonly DeclaredCheck[] {
    return [...this.#definitions.values()].map((definition) => ({
      definition,
      place: this.#places.get(definition.id),
    }));
  }

  /** Imports every spec and starts every check that will run. */
  async start(): Promise<void> {
    await this.collect();
    this.#startChecks();
  }

  /** Imports every spec, so that its check is known. A spec that cannot be imported is told by the runner later. */
  async collect(): Promise<void> {
    this.#collecting = true;
    try {
      const loader = new SpecLoader();
      const imports = this.#plan.files.map((file) => loader.load(file));
      await Promise.race([Promise.allSettled(imports), this.#collectingEnds()]);
    } finally {
      this.#collecting = false;
    }
  }

  #startChecks(): void {
    const asked = [...this.#definitions.values()].flatMap((definition) =>
      this.runsOf(definition)
        .filter(({ name }) => this.#plan.namePattern === undefined || name.search(this.#plan.namePattern) >= 0)
        .map(({ environment }) => ({ definition, environment })),
    );
    // A burst beside other requests would spoil what both measure: bursts wait for the rest, and for each other.
    const together = asked.filter(
      ({ definition }) => definition.effect !== 'burst' && definition.effect !== 'destructive',
    );
    let turn: Promise<unknown> = Promise.all(
      together.map(({ definition, environment }) => this.outcome(definition, environment)),
    );
    for (const { definition, environment } of asked) {
      if (definition.effect !== 'burst' && definition.effect !== 'destructive') continue;
      const before = turn;
      turn = this.outcome(definition, environment, before);
    }
  }

  /** What came, or comes, of a check on an environment. */
  outcome(definition: AnyCheck, environment: string, after: Promise<unknown> = Promise.resolve()): Promise<Outcome> {
    const key = `${definition.id}\n${environment}`;
    const known = this.#outcomes.get(key);
    if (known) return known;
    const profile = this.#plan.profiles.find((each) => each.environment === environment);
    if (!profile) throw new Error(`the run has no environment ${environment}`);
    const place = this.#places.get(definition.id);
    const mayCross = this.#plan.audit && definition.platform === 'isolation' && definition.crosses === true;
    const compared = definition.effect === 'read' ? readsFrom(profile, definition.platform) : [];
    const outcome = after.then(() => {
      const { limits } = profile;
      this.#tell({ check: definition.id, environment, state: 'running' });
      const adopted = asAdopted(definition, profile);
      return judgeCheck(this.#runSignal.aborted ? tooLate(adopted, limits.runMs) : adopted, {
        profile,
        readings: this.#readings,
        runSignal: this.#runSignal,
        runId: this.#runId,
        spec: place ? shownPlace(place) : definition.id,
        environments: [environment, ...(mayCross ? profile.others.map((other) => other.environment) : compared)],
        today: new Date(),
      });
    });
    this.#outcomes.set(key, outcome);
    void outcome.then(() => this.#tell({ check: definition.id, environment, state: 'ended' }));
    return outcome;
  }

  #tell(message: ProgressMessage): void {
    this.#progress?.postMessage(message);
  }

  /** A spec that never ends to load must not keep the others from being judged. */
  async #collectingEnds(): Promise<void> {
    await delay(this.#plan.profiles[0]?.limits.checkMs, undefined, { ref: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#progress?.close();
    await this.#door[Symbol.asyncDispose]();
  }
}

/** A check whose turn comes when the run has reached its limit: it is judged, and not verified. */
function tooLate(definition: AnyCheck, runMs: number): AnyCheck {
  return {
    ...definition,
    verify: () => {
      throw new NotVerified(`the run had reached its limit of ${runMs} ms before this check began`, raiseRunLimit);
    },
  };
}

const slot = Symbol.for('airlock.session');
const shelf = globalThis as { [slot]?: Session };

/** Makes a session the one that `check` registers with. */
export function enterSession(session: Session | undefined): void {
  if (session) shelf[slot] = session;
  else delete shelf[slot];
}

/** The session of this worker. @throws Error where a spec is run outside a gate project */
export function currentSession(): Session {
  const session = shelf[slot];
  if (!session)
    throw new Error(
      'This spec is a check: run it in the project of an environment, as in `npx vitest run --project prod`.',
    );
  return session;
}
