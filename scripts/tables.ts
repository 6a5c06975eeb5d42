import type { Command, Feature } from '../src/bot/feature.js';
import { usageOf } from '../src/bot/views.js';
import { envExample } from '../src/config/example.js';
import { type Setting, settings } from '../src/config/settings.js';
import type { Role } from '../src/ports/people.js';

/** What the tables need of a feature. */
export type Room = Pick<Feature, 'title' | 'commands'>;

export interface Documents {
  readonly readme: string;
  readonly envExample: string;
}

/** The documents as they must read: README with its tables filled in anew, and `.env.example`. */
export function documentsFor(readme: string, rooms: readonly Room[]): Documents {
  const withCommands = filledIn(readme, 'commands', commandTables(rooms));
  return { readme: filledIn(withCommands, 'settings', settingsTable()), envExample: envExample() };
}

/** What stands between `<!-- name -->` and `<!-- /name -->`, replaced. Throws if the README has no such place. */
function filledIn(readme: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!place.test(readme)) throw new Error(`README.md hat keine Stelle <!-- ${name} --> … <!-- /${name} -->.`);
  return readme.replace(place, (_all, begin: string, end: string) => `${begin}${table}\n${end}`);
}

const whoTypes: Readonly<Record<Role, string>> = {
  all: 'alle',
  chair: 'Vorsitz, Koordination',
  coordinator: 'Koordination',
};

/** A table for each room, by role; under all of them a folded one with other ways of typing the same. */
function commandTables(rooms: readonly Room[]): string {
  const shown = rooms.flatMap(({ title, commands }) => {
    const listed = byRole(commands.filter(({ unlisted }) => !unlisted));
    return listed.length === 0 ? [] : [`#### ${title?.de ?? ''}\n\n${commandTable(listed)}`];
  });
  const others = byRole(rooms.flatMap(({ commands }) => commands.filter(({ unlisted }) => unlisted)));
  const folded = `<details>\n<summary>Andere Schreibweisen und was sonst die Knöpfe tun</summary>\n\n${commandTable(others)}\n\n</details>`;
  return [...shown, folded].join('\n\n');
}

function byRole(commands: readonly Command[]): readonly Command[] {
  const roles = Object.keys(whoTypes) as Role[];
  return roles.flatMap((role) => commands.filter((command) => command.role === role));
}

/** A command in several forms that does one thing has one row. */
function commandTable(commands: readonly Command[]): string {
  const rows = new Map<string, Command[]>();
  for (const command of commands) {
    const row = `${command.role} ${command.words[0]} ${command.help.de}`;
    rows.set(row, [...(rows.get(row) ?? []), command]);
  }
  return table(['Getippt', 'Auch', 'Wer', 'Was'], [...rows.values()].map(commandRow));
}

function commandRow(forms: readonly Command[]): readonly string[] {
  const typed = new Set(forms.map(usageOf));
  const others = new Set(forms.flatMap(({ words: [, ...more] }) => more));
  const [role] = forms.map((command) => whoTypes[command.role]);
  const [help] = forms.map((command) => command.help.de);
  const list = (texts: ReadonlySet<string>) => [...texts].map(code).join(', ');
  return [list(typed), list(others), role ?? '', help ?? ''];
}

function settingsTable(): string {
  const rows = Object.entries<Setting>(settings).map(([name, setting]) => [
    code(name),
    setting.default === undefined ? '' : code(setting.default),
    setting.meaning,
  ]);
  return table(['Variable', 'Vorgabe', 'Bedeutung'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
