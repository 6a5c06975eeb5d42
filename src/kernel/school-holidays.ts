import type { Day } from './days.js';

export interface SchoolHolidays {
  readonly name: string;
  /** The first and the last day, both without school. */
  readonly from: Day;
  readonly until: Day;
}

/**
 * School holidays of Nordrhein-Westfalen, in order. No package has them. Source: Ordnung der Ferien, RdErl. d. Ministeriums
 * für Schule und Bildung v. 19.05.2022 (ABl. NRW. 06/22), school years up to 2029/30; also kmk.org/service/ferien. When the
 * ministry has published the next ones, add them here: the doctor and the log at start remind of it half a year before.
 */
export const schoolHolidaysOfNrw: readonly SchoolHolidays[] = [
  { name: 'Weihnachtsferien', from: '2025-12-22', until: '2026-01-06' },
  { name: 'Osterferien', from: '2026-03-30', until: '2026-04-11' },
  { name: 'Pfingstferien', from: '2026-05-26', until: '2026-05-26' },
  { name: 'Sommerferien', from: '2026-07-20', until: '2026-09-01' },
  { name: 'Herbstferien', from: '2026-10-17', until: '2026-10-31' },
  { name: 'Weihnachtsferien', from: '2026-12-23', until: '2027-01-06' },
  { name: 'Osterferien', from: '2027-03-22', until: '2027-04-03' },
  { name: 'Pfingstferien', from: '2027-05-18', until: '2027-05-18' },
  { name: 'Sommerferien', from: '2027-07-19', until: '2027-08-31' },
  { name: 'Herbstferien', from: '2027-10-23', until: '2027-11-06' },
  { name: 'Weihnachtsferien', from: '2027-12-24', until: '2028-01-08' },
  { name: 'Osterferien', from: '2028-04-10', until: '2028-04-22' },
  { name: 'Sommerferien', from: '2028-07-10', until: '2028-08-22' },
  { name: 'Herbstferien', from: '2028-10-23', until: '2028-11-04' },
  { name: 'Weihnachtsferien', from: '2028-12-21', until: '2029-01-05' },
  { name: 'Osterferien', from: '2029-03-26', until: '2029-04-07' },
  { name: 'Pfingstferien', from: '2029-05-22', until: '2029-05-22' },
  { name: 'Sommerferien', from: '2029-07-02', until: '2029-08-14' },
  { name: 'Herbstferien', from: '2029-10-15', until: '2029-10-27' },
  { name: 'Weihnachtsferien', from: '2029-12-20', until: '2030-01-04' },
  { name: 'Osterferien', from: '2030-04-15', until: '2030-04-27' },
  { name: 'Sommerferien', from: '2030-06-24', until: '2030-08-06' },
];
