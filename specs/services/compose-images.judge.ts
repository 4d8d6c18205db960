import type { Finding } from '../../support/check/finding.ts';
import { type ComposeService, shownPlace, tagOf } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';

/** Tags that are moved to another image with every build. */
const moving = /^(main|master|stable|edge|production|prod|staging|develop|dev|nightly)$/i;

/**
 * Whether what production starts is fixed by a tag or a digest.
 * @throws NotVerified where a tag is a variable whose value is not known
 */
export function judgeImages(services: readonly ComposeService[]): Finding[] {
  const open: string[] = [];
  const findings = services.flatMap((service): Finding[] => {
    const { name, image, at, buildContext } = service;
    if (image === undefined) {
      if (buildContext === undefined) return [];
      return [finding(name, 'no `image`: it is built on the machine, as `latest`', shownPlace(at), 'warning')];
    }
    const from = shownPlace(image.at);
    if (/@sha256:[0-9a-f]{64}$/i.test(image.text)) return [];
    const tag = tagOf(image.text);
    if (tag === undefined) return [finding(name, `${image.text}: no tag, which is \`latest\``, from)];
    if (tag === '') return [finding(name, `${image.text}: the variable of the tag has no value`, from)];
    if (!image.isKnown) {
      open.push(`which tag the image of ${name} has is not known: ${image.text} (${from})`);
      return [];
    }
    if (tag === 'latest') return [finding(name, image.text, from)];
    return moving.test(tag) ? [finding(name, `${image.text}: a tag that moves`, from, 'warning')] : [];
  });
  return conclude(findings, open, "Put the tag of the release into the environment's column of the table.");
}

function finding(service: string, received: string, from: string, severity?: 'warning'): Finding {
  return {
    what: `the image of ${service} is not fixed`,
    expected: 'a tag of one release, or a digest',
    received,
    from: [from],
    ...(severity && { severity }),
  };
}
