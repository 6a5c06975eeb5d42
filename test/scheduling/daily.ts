import type { Schedule } from '../../src/scheduling/schedules.js';

/** At 8 o'clock, up to twelve hours late. */
export function dailySchedule(name: string, run: Schedule['run']): Schedule {
  return { name, pattern: '0 8 * * *', lateHours: 12, run };
}
