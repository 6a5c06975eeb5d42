import { type Setting, settings } from './settings.js';

/** The text of `.env.example`: every setting by group, with its meaning and its default. */
export function envExample(): string {
  const groups = [...new Set(Object.values<Setting>(settings).map((setting) => setting.group))];
  const head = '# Einstellungen von Dorfbote. Kopieren Sie diese Datei nach .env; alles darf leer bleiben.';
  return `${[head, ...groups.map(section)].join('\n\n')}\n`;
}

function section(group: string): string {
  const members = Object.entries<Setting>(settings).filter(([, setting]) => setting.group === group);
  return [`# ${group}`, ...members.map(([name, setting]) => line(name, setting))].join('\n');
}

function line(name: string, setting: Setting): string {
  return `# ${setting.meaning}\n${name}=${setting.default ?? ''}`;
}
