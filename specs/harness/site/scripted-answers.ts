import type { QueryOutcome } from './scripted-convex.ts';

const company = { _id: 'c1', name: 'Harbour Freight', slug: 'harbour-freight' };
const site = {
  _id: 's1',
  _creationTime: 1,
  companyId: 'c1',
  name: 'North Quay',
  address: '1 Quay Road',
  isActive: true,
};
const incident = {
  _id: 'i1',
  _creationTime: 1,
  companyId: 'c1',
  siteId: 's1',
  title: 'Crane alarm without cause',
  description: 'Rang twice.',
  severity: 'high',
  status: 'open',
  reportedAtMs: 1,
};

/** Good answers to every query of the site. */
export const goodAnswers: Record<string, QueryOutcome> = {
  'companies/list:listCompanies': { value: [company, { _id: 'c2', name: 'Alder Foods', slug: 'alder-foods' }] },
  'sites/list:listCompanySites': { value: [site, { ...site, _id: 's2', name: 'South Yard', isActive: false }] },
  'incidents/list:listSiteIncidents': { value: [incident] },
};
