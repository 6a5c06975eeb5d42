import { DateTime } from 'luxon';
import { type Day, formatDay } from './days.js';
import { catalogue, type Language } from './texts.js';

const texts = catalogue({
  de: {
    skipped: (time: string, day: string) =>
      `${time} Uhr gibt es am ${day} nicht: In dieser Nacht werden die Uhren vorgestellt. Nennen Sie bitte eine andere Uhrzeit.`,
    twice: (time: string, day: string) =>
      `${time} Uhr gibt es am ${day} zweimal: In dieser Nacht werden die Uhren zurückgestellt. Nennen Sie bitte eine andere Uhrzeit.`,
  },
  einfach: {
    skipped: (time: string, day: string) =>
      `${time} Uhr gibt es am ${day} nicht. Die Uhren werden umgestellt. Schreiben Sie bitte eine andere Uhrzeit.`,
    twice: (time: string, day: string) =>
      `${time} Uhr gibt es am ${day} zweimal. Die Uhren werden umgestellt. Schreiben Sie bitte eine andere Uhrzeit.`,
  },
  en: {
    skipped: (time: string, day: string) =>
      `There is no ${time} on ${day}: the clocks go forward that night. Please give another time.`,
    twice: (time: string, day: string) =>
      `There are two ${time} on ${day}: the clocks go back that night. Please give another time.`,
  },
});

/** Why a day and a time (`HH:MM`) are no single instant by the clocks of a zone; undefined if they are one. */
export function clockProblem(day: Day, time: string, zone: string, language: Language): string | undefined {
  const t = texts[language];
  const local = DateTime.fromISO(`${day}T${time}`, { zone });
  if (local.toFormat('HH:mm') !== time) return t.skipped(time, formatDay(day, language));
  return local.getPossibleOffsets().length > 1 ? t.twice(time, formatDay(day, language)) : undefined;
}
