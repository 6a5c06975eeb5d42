import type { Field, Form } from '../../src/messages/form.js';
import { code, emphasis, link, strong } from '../../src/messages/inline.js';
import type { Action, Block, View } from '../../src/messages/view.js';

/** A real picture: 16 by 8 pixels, four bars. */
export const tinyPng: Uint8Array = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAIAAAB/FOjAAAAAIklEQVR42mP4TwTgTwqBIwaqaUBWRD0NuBRRpoEYRRRpAAAN5c0BFTC+ggAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** What people type by accident or malice. None of it may become a mention, a link, markup or a command anywhere. */
export const hostileTexts: readonly string[] = [
  '<!channel> <!here> <!everyone>',
  '<@U1> <#C1|allgemein> <!subteam^S1>',
  '@everyone @channel @here @Dorfbote',
  '<at>x</at> <at id="29:1">Dorfbote</at>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)> \' onfocus=alert(1) autofocus x="',
  '</blockquote></main></body><!-- ]]> <![CDATA[',
  '[hier klicken](javascript:alert(1)) ![bild](https://example.org/x.png)',
  '<javascript:alert(1)|hier> <https://example.org|Rathaus>',
  'https://example.org/nicht-verlinken www.example.org mail@example.org',
  '**fett** __unterstrichen__ _kursiv_ *stark* ~weg~ # Überschrift',
  '`code` ```\nblock\n``` > Zitat\n- Liste\n1. Nummer\n| a | b |\n|---|---|',
  '&amp; &lt;b&gt; &#x3c; &nbsp; 5 < 6 & 7 > 2',
  'rechts \u202enach links\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2066isoliert\u2069',
  'Steuerzeichen \u0000\u0007\u001b[31m\u007f\u200b\ufeff\u2028 Ende',
  'Zeile 1\nZeile 2\r\nZeile 3\tTab',
  'Emoji 👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👍🏽 😀',
  'Za\u0308hlzeichen e\u0301\u0302\u0303\u0304 Z\u0351\u036b\u0343\u036aa\u0348\u036blgo',
  '{{handlebars}} $\u007btemplate} {{DATE(2026-11-10,SHORT)}} $\u007b{if}}',
  '\ud83d allein stehendes Surrogat',
  '   Leerraum   am   Rand   ',
];

const allHostile = hostileTexts.join('\n');
const sentence = 'Die Partnerinnen und Partner treffen sich regelmäßig und stimmen ihre Angebote aufeinander ab. ';
/** About 10,000 characters. */
export const longText: string = sentence.repeat(105);
const unbroken = 'Donaudampfschifffahrtsgesellschaft'.repeat(100);

function numbered<T>(count: number, make: (number: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

function view(kind: string, blocks: readonly Block[], more: Partial<View> = {}): View {
  return { kind: `fixture.${kind}`, summary: `Muster: ${kind}`, blocks, ...more };
}

const answer: View = {
  kind: 'fixture.answer',
  summary: 'Kündigung: mit vier Wochen Frist zum Quartalsende',
  title: 'So kommen Sie aus der Vereinbarung',
  language: 'de',
  blocks: [
    { type: 'text', text: ['Mit einer Frist von ', strong('vier Wochen zum Ende eines Quartals'), '.'] },
    {
      type: 'quote',
      text: 'Die Vereinbarung kann mit einer Frist von 4 Wochen zum Quartalsende gekündigt werden.',
      source: 'Kooperationsvereinbarung, Fassung 2024, Laufzeit, Absatz 2',
    },
    { type: 'facts', facts: [{ label: 'Frühestes Ende', value: [strong('31.12.2026')] }] },
    { type: 'note', text: ['Keine Rechtsberatung. Mehr mit ', code('kündigungsfrist 10.11.'), '.'] },
    {
      type: 'actions',
      actions: [
        { id: 'fixture.deadline', label: 'Frist ausrechnen', payload: { from: '2026-11-10' }, style: 'primary' },
        { id: 'fixture.passage', label: 'Absatz lesen', payload: { passage: 'laufzeit-2', version: 1 } },
      ],
    },
  ],
};

const everyAction: readonly Action[] = [
  { id: 'fixture.plain', label: 'Ohne Angaben' },
  { id: 'fixture.primary', label: 'Zusagen', payload: { meeting: 'm-1', version: 3 }, style: 'primary' },
  {
    id: 'fixture.danger',
    label: 'Löschen',
    payload: { id: 'x' },
    style: 'danger',
    confirm: 'Wirklich löschen? Das lässt sich nicht rückgängig machen.',
  },
  { id: 'fixture.form', label: 'Einrichtung angeben', payload: { partner: null }, opensForm: true },
  {
    id: 'fixture.form',
    label: 'Neu eintragen',
    payload: { nested: { list: [1, 'zwei', false, null], text: '"\'<>&\\ \u2028 ä 👍' } },
    opensForm: true,
    style: 'primary',
  },
];

const everyBlock: readonly Block[] = [
  { type: 'text', text: 'Ein schlichter Satz.' },
  { type: 'text', text: [strong('Fett'), ' und ', emphasis('betont'), ', ', code('hilfe'), ', '] },
  { type: 'text', text: ['Siehe ', link('Rathaus', 'https://www.example.org/rathaus?a=1&b="2"#oben'), '.'] },
  { type: 'list', items: ['Erstens', [strong('Zweitens'), ' mit Teilen'], [link('Drittens', 'https://example.org/')]] },
  { type: 'list', ordered: true, items: ['Tagesordnung', 'Verschiedenes'] },
  {
    type: 'facts',
    facts: [
      { label: 'Wann', value: 'Do., 12.11.2026, 14 Uhr' },
      { label: 'Wo', value: [emphasis('Rathaus'), ', Raum 2'] },
    ],
  },
  {
    type: 'table',
    caption: 'Wer kommt',
    columns: ['Einrichtung', 'Antwort'],
    rows: [
      ['Kita Sonnenschein (erfunden)', [strong('dabei')]],
      ['Grundschule am Park (erfunden)', 'offen'],
    ],
  },
  { type: 'quote', text: 'Wörtlich zitiert.', source: 'Kooperationsvereinbarung, Leitbild, Absatz 1' },
  { type: 'note', text: ['Fragen? ', code('hilfe')] },
  { type: 'link', text: 'Zum Bericht', href: 'https://www.example.org/berichte/1' },
  { type: 'picture', alt: 'Balkendiagramm: die Zustimmung steigt von 2 auf 8', png: tinyPng },
  { type: 'divider' },
  { type: 'actions', actions: everyAction },
];

const unsafeLinks: readonly Block[] = [
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  '//example.org/ohne-protokoll',
  '/relativ',
  'kein link',
  '',
  'https://example.org/|<!channel>?x=<script>&y="z"\')](',
  'mailto:koordination@example.org?subject=Frage',
].flatMap((href): readonly Block[] => [
  { type: 'link', text: 'Verweis', href },
  { type: 'text', text: ['Im Satz: ', link('Verweis', href)] },
]);

const empties: readonly Block[] = [
  { type: 'text', text: '' },
  { type: 'text', text: [] },
  { type: 'list', items: [] },
  { type: 'list', items: ['', []], ordered: true },
  { type: 'facts', facts: [] },
  { type: 'facts', facts: [{ label: '', value: '' }] },
  { type: 'table', caption: 'Noch nichts', columns: ['Einrichtung', 'Antwort'], rows: [] },
  { type: 'table', caption: '', columns: [''], rows: [['']] },
  { type: 'quote', text: '', source: '' },
  { type: 'note', text: '' },
  { type: 'link', text: '', href: 'https://example.org/' },
  { type: 'actions', actions: [] },
];

function hostileBlocks(text: string): readonly Block[] {
  return [
    { type: 'text', text },
    { type: 'text', text: [text, strong(text), emphasis(text), code(text), link(text, 'https://example.org/')] },
    { type: 'list', items: [text, [strong(text)]] },
    { type: 'facts', facts: [{ label: text, value: text }] },
    { type: 'table', caption: text, columns: [text, 'B'], rows: [[text, [code(text)]]] },
    { type: 'quote', text, source: text },
    { type: 'note', text },
    { type: 'link', text, href: 'https://example.org/' },
    { type: 'picture', alt: text, png: tinyPng },
    {
      type: 'actions',
      actions: [{ id: 'fixture.hostile', label: text, payload: { text, [text]: text }, confirm: text }],
    },
  ];
}

/**
 * Views that every renderer is tried on: each block alone, all together, empty, at and beyond every platform's limits,
 * and with hostile texts in every place. The kinds are unique.
 */
export const fixtureViews: readonly View[] = [
  answer,
  view('every-block', everyBlock, { title: 'Alles auf einmal' }),
  ...everyBlock.map((block, index) => view(`block-${index + 1}-${block.type}`, [block])),
  view('nothing', []),
  view('title-only', [], { title: 'Nur ein Titel' }),
  view('empty-parts', empties, { title: '' }),
  view('unsafe-links', unsafeLinks, { title: 'Verweise' }),
  view('english', [{ type: 'text', text: 'The bot’s own words in English.' }], { language: 'en', title: 'Hello' }),
  view('plain-german', [{ type: 'text', text: 'Das ist leicht.' }], { language: 'einfach', title: 'Guten Tag' }),
  view('hostile-all', [{ type: 'text', text: allHostile }, ...hostileBlocks(allHostile)], {
    summary: allHostile,
    title: allHostile,
  }),
  ...hostileTexts.map((text, index) =>
    view(`hostile-${index + 1}`, hostileBlocks(text), { summary: text, title: text }),
  ),
  view('long-text', [{ type: 'text', text: longText }], { summary: longText, title: longText.slice(0, 400) }),
  view('very-long-text', [{ type: 'text', text: longText.repeat(4) }]),
  view(
    'unbroken-text',
    [
      { type: 'text', text: unbroken },
      { type: 'note', text: unbroken },
    ],
    { title: unbroken },
  ),
  view('long-quote', [{ type: 'quote', text: longText, source: longText.slice(0, 500) }], { title: 'Langes Zitat' }),
  view('long-inline', [{ type: 'text', text: numbered(300, (n) => (n % 2 ? strong(`Teil ${n} `) : `Wort ${n} `)) }]),
  view('long-list', [{ type: 'list', items: numbered(120, (n) => `Punkt ${n}: ${sentence}`), ordered: true }]),
  view(
    'thirty-facts',
    [{ type: 'facts', facts: numbered(30, (n) => ({ label: `Angabe ${n}`, value: [strong(`${n}`), ' von 30'] })) }],
    { title: '30 Angaben' },
  ),
  view('long-facts', [
    {
      type: 'facts',
      facts: numbered(3, (n) => ({ label: sentence.repeat(5), value: `${n} ${longText.slice(0, 5000)}` })),
    },
  ]),
  view(
    'sixty-rows',
    [
      {
        type: 'table',
        caption: 'Partner nach Bereich',
        columns: ['Einrichtung', 'Bereich', 'Stadtteil', 'Lebensphase'],
        rows: numbered(60, (n) => [`Einrichtung ${n} (erfunden)`, [strong('Bildung')], 'Lohberg', `Phase ${n % 5}`]),
      },
    ],
    { title: '60 Zeilen' },
  ),
  view('wide-table', [
    {
      type: 'table',
      caption: 'Viele Spalten',
      columns: numbered(24, (n) => `Spalte ${n}`),
      rows: numbered(3, (row) => numbered(24, (n) => `${row}/${n}`)),
    },
  ]),
  view('two-tables', [
    { type: 'table', caption: 'Erste', columns: ['A'], rows: [['1']] },
    { type: 'table', caption: 'Zweite', columns: ['A'], rows: [['2']] },
  ]),
  view(
    'twelve-actions',
    [
      {
        type: 'actions',
        actions: numbered(12, (n) => ({ id: 'fixture.choose', label: `Auswahl ${n}`, payload: { choice: n } })),
      },
    ],
    { title: 'Zwölf Knöpfe' },
  ),
  view('thirty-actions', [
    {
      type: 'actions',
      actions: numbered(30, (n) => ({ id: 'fixture.choose', label: `Auswahl ${n}`, payload: { choice: n } })),
    },
  ]),
  view('largest-action', [
    {
      type: 'actions',
      actions: [
        {
          id: 'fixture.large',
          label: 'x'.repeat(75),
          payload: { text: 'ä'.repeat(700) },
          confirm: sentence.repeat(4),
        },
      ],
    },
  ]),
  view('long-label', [
    { type: 'actions', actions: [{ id: 'fixture.long-label', label: sentence.repeat(3) }] },
    { type: 'link', text: sentence.repeat(10), href: `https://example.org/${'a'.repeat(2900)}` },
  ]),
  view('seventy-blocks', [
    ...numbered(69, (n): Block => ({ type: 'text', text: `Absatz ${n}` })),
    { type: 'actions', actions: [{ id: 'fixture.last', label: 'Der letzte Knopf' }] },
  ]),
  view('everything-thrice', [...everyBlock, ...everyBlock, ...everyBlock], { title: 'Dreimal alles' }),
];

const options = numbered(4, (n) => ({ value: `v${n}`, label: `Möglichkeit ${n}` }));

const everyField: readonly Field[] = [
  { type: 'text', id: 'name', label: 'Name', required: true, hint: 'Vor- und Nachname', placeholder: 'Ihr Name' },
  { type: 'email', id: 'mail', label: 'E-Mail', value: 'kita@example.org' },
  { type: 'number', id: 'count', label: 'Anzahl', value: '3' },
  {
    type: 'long-text',
    id: 'text',
    label: 'Bemerkung',
    value: 'Zeile 1\nZeile 2',
    maxLength: 500,
    hint: 'Bitte keine Namen oder Fälle von Kindern und Familien.',
  },
  { type: 'date', id: 'day', label: 'Tag', value: '2026-11-12', required: true },
  { type: 'time', id: 'time', label: 'Uhrzeit', value: '14:00' },
  { type: 'choice', id: 'sector', label: 'Bereich', options, value: 'v2', required: true },
  { type: 'choices', id: 'phases', label: 'Lebensphasen', options, value: ['v1', 'v3'] },
];

function form(id: string, fields: readonly Field[], more: Partial<Form> = {}): Form {
  return { id: `fixture.${id}`, title: 'Angaben', submit: 'Absenden', opener: 'Angaben machen', fields, ...more };
}

function emptied(field: Field): Field {
  const { value: _value, hint: _hint, ...rest } = field;
  return rest as Field;
}

/** Forms that every renderer is tried on: each field, empty, filled, with errors, long and hostile. */
export const fixtureForms: readonly Form[] = [
  form('every-field', everyField, {
    intro: ['Bitte füllen Sie aus, was Sie wissen. ', strong('Pflichtfelder'), ' sind gekennzeichnet.'],
    payload: { meeting: 'm-1', version: 3 },
  }),
  form('empty-values', everyField.map(emptied)),
  form('with-errors', everyField, {
    errors: {
      name: 'Bitte geben Sie einen Namen an.',
      text: 'Höchstens 500 Zeichen.',
      day: 'Den 31.02. gibt es nicht.',
      sector: 'Bitte wählen Sie aus.',
      phases: 'Bitte wählen Sie höchstens zwei.',
    },
  }),
  form('one-field', [{ type: 'text', id: 'partner', label: 'Einrichtung', required: true }], { language: 'einfach' }),
  form('english', [{ type: 'text', id: 'partner', label: 'Institution' }], {
    language: 'en',
    title: 'Details',
    submit: 'Send',
  }),
  form('many-options', [
    {
      type: 'choice',
      id: 'partner',
      label: 'Einrichtung',
      options: numbered(100, (n) => ({
        value: `p${n}`,
        label: `Einrichtung ${n} mit einem recht langen Namen, der weitergeht`,
      })),
    },
    {
      type: 'choices',
      id: 'districts',
      label: 'Stadtteile',
      options: numbered(20, (n) => ({ value: `d${n}`, label: `Stadtteil ${n}` })),
    },
  ]),
  form(
    'many-fields',
    numbered(25, (n) => ({ type: 'text', id: `f${n}`, label: `Feld ${n}`, value: `${n}` })),
  ),
  form(
    'long',
    [
      {
        type: 'long-text',
        id: 'text',
        label: sentence,
        hint: sentence.repeat(5),
        placeholder: sentence.repeat(4),
        value: longText.slice(0, 2900),
      },
    ],
    { intro: longText.slice(0, 2900) },
  ),
  ...hostileTexts.map((text, index) =>
    form(
      `hostile-${index + 1}`,
      [
        { type: 'text', id: 'a', label: text, hint: text, placeholder: text, value: text },
        { type: 'long-text', id: 'b', label: text, value: text },
        {
          type: 'choice',
          id: 'c',
          label: text,
          options: [
            { value: text, label: text },
            { value: 'x', label: 'x' },
          ],
          value: text,
        },
        { type: 'choices', id: 'd', label: text, options: [{ value: text, label: text }], value: [text] },
      ],
      { intro: text, payload: { text }, errors: { a: text, b: text, c: text, d: text } },
    ),
  ),
];
