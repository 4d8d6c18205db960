import { failureRemedy, frontOfPage, interceptedBy, RequestFailure } from '../../http/index.ts';
import { type PlacedSetting, type Profile, placedAddresses, urlsOf } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import type { AddressRole } from '../../settings/index.ts';
import { type Diagnosis, good, note, open } from './diagnosis.ts';

/** What came of one request to an address. */
interface Knock {
  status: number;
  /** How far the clock of this machine is ahead of the other's, in milliseconds; undefined where the answer names no time. */
  aheadMs: number | undefined;
}

/** One GET, whose answer is not followed anywhere. */
const knock = defineReading({
  name: 'doctor.address',
  effect: 'read',
  key: ({ url }: { url: URL; isPage: boolean }) => url.href,
  async read({ url, isPage }, { fetch }): Promise<Knock> {
    const started = Date.now();
    const response = await fetch(url.href, { redirect: 'manual' });
    const ended = Date.now();
    const { status, headers } = response;
    const front = isPage ? frontOfPage({ status, headers, body: await response.text(), url: url.href }) : undefined;
    if (front) throw interceptedBy(front, 'GET', url.href);
    const told = Date.parse(headers.get('date') ?? '') + 1_000 * Number(headers.get('age') ?? 0);
    return {
      status,
      // Seconds are all that a Date header has.
      aheadMs: Number.isNaN(told) ? undefined : (started + ended) / 2 - (told + 500),
    };
  },
});

export interface TriedAddresses {
  diagnoses: readonly Diagnosis[];
  clock: Diagnosis;
}

/** Asks each address of an environment once. Those of providers' interfaces are tried with their credentials instead. */
export async function tryAddresses(profile: Profile, read: Read): Promise<TriedAddresses> {
  const places = Map.groupBy(
    placedAddresses(profile).filter(({ role }) => role.reads === undefined),
    (placed) => urlsOf(placed)[0]?.origin ?? placed.place,
  );
  const tried = await Promise.all([...places.values()].map((placed) => tryAddress(placed, read)));
  const knocks = tried.flatMap(({ knocked }) => knocked ?? []);
  return { diagnoses: tried.map(({ diagnosis }) => diagnosis), clock: clockOf(knocks) };
}

async function tryAddress(placed: readonly PlacedSetting<AddressRole>[], read: Read) {
  const [first] = placed;
  const named = placed.map(({ place }) => place).join(', ');
  const url = first?.setting.webAddress;
  if (first === undefined || url === undefined) return { diagnosis: withoutAddress(named, first) };
  const isPage = placed.some(({ section }) => section.platform === 'pages');
  try {
    const knocked = await read(knock, { url, isPage });
    const { status } = knocked;
    const isLocal = /^(?:localhost|127\.|\[::1\])/.test(url.hostname);
    const shown = `${url.origin} answers with status ${status} (${named})`;
    const diagnosis =
      status >= 500 || (isPage && status >= 400)
        ? open(shown, 'Look at what is deployed there: the checks of this platform would fail, or not be verified.')
        : good(shown);
    return { diagnosis, ...(!isLocal && { knocked }) };
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    const remedy = error.enable ?? failureRemedy(error);
    return { diagnosis: open(`${url.origin} (${named}): ${error.seen}`, remedy) };
  }
}

function withoutAddress(named: string, placed: PlacedSetting | undefined): Diagnosis {
  const absence = placed?.setting.absence;
  if (absence) return open(`${named}: ${absence.message}`, absence.enable);
  return open(`${named}: ${placed?.setting.name} is not a web address`, 'Correct the value: a URL with http or https.');
}

/** Waivers, ages of verdicts, certificates and sign-ins are judged by this machine's clock. */
const toleratedMs = 60_000;

/** The clock that differs least is compared: another machine's may be wrong too. */
export function clockOf(knocks: readonly Pick<Knock, 'aheadMs'>[]): Diagnosis {
  const [least] = knocks.flatMap(({ aheadMs }) => aheadMs ?? []).sort((one, other) => Math.abs(one) - Math.abs(other));
  if (least === undefined) return note('the clock: no address beside this machine said what time it is there');
  const seconds = Math.round(Math.abs(least) / 1_000);
  if (Math.abs(least) <= toleratedMs) return good('the clock agrees with that of the deployment within a minute');
  return open(
    `the clock is ${seconds} s ${least > 0 ? 'ahead of' : 'behind'} that of the deployment: ages of verdicts, waivers and certificates are judged by it`,
    'Set the clock of this machine, as with NTP.',
  );
}
