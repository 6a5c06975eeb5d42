import ICAL from 'ical.js';

/** Reads a calendar file as a calendar program does. */
export function readCalendar(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[] as never);
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents('vevent').map((component) => ({
    event: new ICAL.Event(component),
    status: component.getFirstPropertyValue('status'),
    sequence: Number(component.getFirstPropertyValue('sequence')),
  }));
  return { method: calendar.getFirstPropertyValue('method'), events };
}
