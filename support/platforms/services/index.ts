export { judgeVersion } from '../judge-version.ts';
export { shownCertificate } from '../read-certificate.ts';
export { readVersion } from '../read-version.ts';
export { judgeFlag, type MeantFlag, meantFlag } from './judge-flag.ts';
export { limitedServices } from './limited-services.ts';
export {
  corsPaths,
  type ServiceAnswer,
  type ServiceProfile,
  serviceAnswer,
  servicePreflight,
  shownAnswer,
} from './read-answer.ts';
export { type ServiceBurst, serviceBurst } from './read-burst.ts';
export { requireService, serviceHealth } from './read-health.ts';
