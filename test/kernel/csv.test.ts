import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasColumns, readTable, type TableColumn, writeTable } from '../../src/kernel/csv.js';
import { problemText } from '../../src/kernel/csv-texts.js';

const columns = [
  { key: 'name', names: ['Name'], required: true },
  { key: 'mail', names: ['E-Mail', 'Mailadresse'], required: true, longest: 40 },
  { key: 'partner', names: ['Einrichtung', 'Partner'] },
] as const satisfies readonly TableColumn[];

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readTable(utf8(text), columns);
const names = (table: ReturnType<typeof read>) => table.rows.map(({ cells }) => cells.name);

describe('reading a table', () => {
  it('takes semicolons, commas and tabs, whatever the headings’ order and spelling', () => {
    const expected = { line: 2, cells: { name: 'Jörg', mail: 'j@a.example', partner: 'Kita' } };
    for (const text of [
      'Name;E-Mail;Einrichtung\nJörg;j@a.example;Kita\n',
      'name,E MAIL,PARTNER\r\nJörg,j@a.example,Kita',
      'EINRICHTUNG\tMailadresse\tName\rKita\tj@a.example\tJörg\r',
      '\ufeffName;e-mail;Einrichtung;\n"Jörg"; "j@a.example" ;Kita;\n;;;\n',
    ]) {
      expect(read(text)).toMatchObject({ rows: [expected], problems: [] });
    }
  });

  it('takes a delimiter that Excel names in a line of its own', () => {
    const { rows } = read('sep=,\nName,E-Mail\nJörg,j@a.example\n');
    expect(rows).toEqual([{ line: 3, cells: { name: 'Jörg', mail: 'j@a.example', partner: '' } }]);
  });

  it('reads Windows-1252 and UTF-16 as well as UTF-8', () => {
    const text = 'Name;E-Mail\nJörg – Groß;j@a.example\n';
    const windows = Uint8Array.from([...text].map((each) => (each === '–' ? 0x96 : each.charCodeAt(0))));
    expect(names(readTable(windows, columns))).toEqual(['Jörg – Groß']);
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(names(readTable(utf16, columns))).toEqual(['Jörg – Groß']);
  });

  it('keeps line breaks, delimiters and quotes inside a quoted cell', () => {
    const table = read('Name;E-Mail;Einrichtung\nA;a@a.example;"Kita ""Sonne"";\nHaus 2"\nB;b@a.example;\n');
    expect(table.problems).toEqual([]);
    expect(table.rows.map(({ line, cells }) => [line, cells.name, cells.partner])).toEqual([
      [2, 'A', 'Kita "Sonne";\nHaus 2'],
      [4, 'B', ''],
    ]);
  });

  it('names every bad line with its reason and reads all the others', () => {
    const table = read(
      [
        'Name;E-Mail;Einrichtung',
        'A;a@a.example;Kita',
        'B;"b@a.example;offen',
        'C;c@a.example;Rohr 5" lang',
        ';d@a.example;',
        'E;e@a.example;x;y;z',
        `F;${'f'.repeat(41)};`,
        'G;g@a.example;Kita',
      ].join('\n'),
    );
    expect(names(table)).toEqual(['A', 'G']);
    expect(table.problems.map((problem) => problemText(problem, 'de'))).toEqual([
      'Zeile 3: Anführungszeichen passen nicht zusammen.',
      'Zeile 4: Anführungszeichen passen nicht zusammen.',
      'Zeile 5: „Name“ fehlt.',
      'Zeile 6: 5 Spalten, die erste Zeile hat nur 3.',
      'Zeile 7: „E-Mail“ hat mehr als 40 Zeichen.',
    ]);
  });

  it('says which columns are missing, and which are not read', () => {
    expect(read('Nachname;Ort\nA;B\n').problems).toEqual([{ kind: 'no-columns', columns: ['Name', 'E-Mail'] }]);
    expect(read('Name;E-Mail;Schuhgröße\nA;a@a.example;46\n').ignored).toEqual(['Schuhgröße']);
    expect(read(' \n;;\n').problems).toEqual([{ kind: 'empty' }]);
    expect(hasColumns(utf8('Mailadresse,Name\n'), columns)).toBe(true);
    expect(hasColumns(utf8('Name\n'), columns)).toBe(false);
  });

  it('refuses too many lines and too large a file as a whole', () => {
    const many = `Name;E-Mail\n${'A;a@a.example\n'.repeat(100_000)}`;
    expect(readTable(utf8(many), columns)).toMatchObject({
      rows: [],
      problems: [{ kind: 'too-many-rows', most: 5_000 }],
    });
    expect(readTable(new Uint8Array(8_000_001), columns).problems).toEqual([{ kind: 'too-large', megabytes: 8 }]);
  });

  it('reads a hundred thousand lines, each broken in the worst way, to the end', () => {
    const broken = `Name;E-Mail\n${'"A;a@a.example\n'.repeat(100_001)}`;
    const table = readTable(utf8(broken), columns, { mostRows: 200_000 });
    expect(table.problems.length + table.rows.length).toBe(100_001);
  });

  it('never throws and accounts for every line, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const table = readTable(new Uint8Array([...utf8('Name;E-Mail\n'), ...bytes]), columns);
        for (const { line } of table.rows) expect(line).toBeGreaterThan(1);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('writing a table', () => {
  const text = (rows: Parameters<typeof writeTable>[0]) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeTable(rows));

  it('suits German Excel: byte order mark, semicolons, CRLF, decimal commas', () => {
    expect(
      text([
        ['Name', 'Zahl'],
        ['Kita; "Sonne"', 1.5],
      ]),
    ).toBe('\ufeffName;Zahl\r\n"Kita; ""Sonne""";1,5\r\n');
  });

  it('lets no cell pass for a formula', () => {
    for (const cell of ['=1+1', '+49', '-1', '@SUM', '\t=1', '\r=1', '\0=1', '  =1', ' \0 -1', '＝1']) {
      const [, second = ''] = text([['x', cell]])
        .slice(1)
        .split(';');
      expect(second.replace(/^"/, '').startsWith("'")).toBe(true);
    }
    expect(text([['-5', -5]])).toBe("\ufeff'-5;-5\r\n");
  });

  it('comes back as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom(...'aö1 =+-@;,"\n'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (partners) => {
        const rows = partners.map((partner, at) => [`N${at}`, 'a@a.example', partner]);
        const table = readTable(writeTable([['Name', 'E-Mail', 'Einrichtung'], ...rows]), columns);
        expect(table.problems).toEqual([]);
        expect(table.rows.map(({ cells }) => cells.partner)).toEqual(partners.map((partner) => partner.trim()));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});
