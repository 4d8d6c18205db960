import { check, NotApplicable } from '../../support/check/index.ts';
import { shownCertificate } from '../../support/platforms/services/index.ts';
import { judgeAddress, judgeCertificate } from './tls.judge.ts';

const thisMachine = /^(?:localhost|127\.[\d.]+|\[::1\])$/;

check({
  id: 'services/tls',
  title: 'services that are reached from outside have an address with TLS and a valid certificate',
  platform: 'services',
  effect: 'read',
  severity: 'critical',
  why: 'What is asked without TLS can be read and changed by everybody on the way.',
  remedy: 'Put the service behind the load balancer that ends TLS, and correct its address in the table.',
  subjects({ services, loopback }) {
    const outside = services.filter(({ exposure }) => exposure === 'public');
    if (outside.length === 0) throw new NotApplicable('no service has `exposure: public`');
    const remote = outside.filter(
      ({ url }) => !loopback || !url.isSet || url.url.protocol === 'https:' || !thisMachine.test(url.url.hostname),
    );
    if (remote.length === 0) throw new NotApplicable('every service that is reached from outside is on this machine');
    return remote;
  },
  sends: { to: ['services'], requests: 1 },
  async verify({ subject: service, read, count }) {
    count('addresses', 1);
    const findings = judgeAddress(service);
    if (findings.length > 0) return findings;
    return judgeCertificate(await read(shownCertificate, service), service, Date.now());
  },
});
