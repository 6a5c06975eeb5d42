import { schoolHolidaysKnownUntil, schoolHolidaysRunOut } from '../../src/kernel/calendar.js';
import { type Day, formatDay } from '../../src/kernel/days.js';
import type { Finding } from './report.js';

/** School holidays are published a few years ahead: half a year before the known ones end, it advises to add the next. */
export function holidaysFinding(today: Day): Finding {
  const what = 'Ferienkalender';
  const until = formatDay(schoolHolidaysKnownUntil, 'de');
  if (!schoolHolidaysRunOut(today)) return { mark: 'ok', what, text: `Schulferien bekannt bis ${until}` };
  const text = `Schulferien sind nur bis ${until} bekannt; spielen Sie eine neuere Version von Dorfbote ein`;
  return { mark: 'advice', what, text };
}
