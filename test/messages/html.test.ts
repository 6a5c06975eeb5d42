import { describe, expect, it } from 'vitest';
import { formToHtml, viewToHtml } from '../../src/messages/html.js';
import type { View } from '../../src/messages/view.js';
import { fixtureForms, fixtureViews, tinyPng } from '../support/fixture-views.js';

/** One tag a line, so that a changed snapshot can be read. */
function lines(html: string): string {
  return html.replaceAll('><', '>\n<');
}

function viewOf(...blocks: View['blocks']): View {
  return { kind: 'test.view', summary: 'Muster', blocks };
}

/** Longer ones are variations of size; the browser's tests prove their structure. */
const readable = 8_000;

describe('a view as HTML', () => {
  for (const view of fixtureViews) {
    const html = viewToHtml(view);
    if (html.length < readable)
      it(`looks the same as before: ${view.kind}`, () => expect(lines(html)).toMatchSnapshot());
  }

  it('links only to pages and mail addresses, and keeps the words of all other links', () => {
    const view = fixtureViews.find(({ kind }) => kind === 'fixture.unsafe-links');
    const html = viewToHtml(view as View);
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]?.split(':')[0]);
    expect(new Set(targets)).toEqual(new Set(['https', 'mailto']));
    expect(html.match(/Verweis\b/g)).toHaveLength(24);
    expect(html).not.toContain('javascript');
  });

  it('says of links in a new tab that they are', () => {
    const html = viewToHtml(viewOf({ type: 'link', text: 'Bericht', href: 'https://example.org/' }), { newTab: true });
    expect(html).toContain('target="_blank"');
    expect(html).toContain('(öffnet in einem neuen Tab)');
  });

  it('names the language of the words, and of a German quote among English ones', () => {
    const html = viewToHtml({ ...viewOf({ type: 'quote', text: 'Leitbild', source: 'Absatz 1' }), language: 'en' });
    expect(html).toContain('<article class="view" lang="en-GB"');
    expect(html).toContain('<figure class="quote" lang="de-DE">');
  });

  it('puts the title at the level of heading that the page needs', () => {
    const titled = { ...viewOf(), title: 'Titel' };
    expect(viewToHtml(titled)).toContain('<h3 class="view-title">Titel</h3>');
    expect(viewToHtml(titled, { headingLevel: 1 })).toContain('<h1 class="view-title">Titel</h1>');
  });

  it('makes a paragraph of what stands between blank lines', () => {
    const html = viewToHtml(viewOf({ type: 'text', text: 'eins\nzwei\n\n\ndrei' }));
    expect(html).toContain('<p>eins<br>zwei</p><p>drei</p>');
  });

  it('tells a picture by its words and reserves its room', () => {
    const view = fixtureViews.find(({ kind }) => kind === 'fixture.every-block');
    expect(viewToHtml(view as View)).toMatch(
      /<img src="data:image\/png;base64,[\w+/=]+" alt="Balkendiagramm: [^"]+" width="16" height="8">/,
    );
  });
});

describe('a view where no script runs', () => {
  const view = viewOf(
    { type: 'actions', actions: [{ id: 'a', label: 'Zusagen' }] },
    { type: 'picture', alt: 'Balken', png: tinyPng },
    { type: 'file', name: 'a.csv', mediaType: 'text/csv', bytes: new Uint8Array(), label: 'Liste' },
  );

  it('has the buttons, pictures and files that its place makes of them', () => {
    const html = viewToHtml(view, {
      action: ({ label }) => `<a href="#">${label}</a>`,
      pictureAddress: () => 'cid:"1',
      file: ({ name }) => `<b>${name}</b>`,
    });
    expect(html).toContain('<div class="actions"><a href="#">Zusagen</a></div>');
    expect(html).toContain('<img src="cid:&quot;1" alt="Balken"');
    expect(html).toContain('<b>a.csv</b>');
    expect(html).not.toContain('data:');
  });

  it.each(['/ich/a.b-c_d#x', '/berichte/1?ab=2%20'])(
    'links to %s of its own site if asked to, and only then',
    (href) => {
      const link = viewOf({ type: 'link', text: 'Seite', href });
      expect(viewToHtml(link, { ownLinks: true })).toContain(`<a href="${href}"`);
      expect(viewToHtml(link)).not.toContain('<a ');
    },
  );

  it.each(['//boese.example', '/\\\\boese.example', '/x" onclick="y', 'javascript:alert(1)', 'ich/a'])(
    'never takes %s for an address of its own site',
    (href) => {
      expect(viewToHtml(viewOf({ type: 'link', text: 'Seite', href }), { ownLinks: true })).not.toContain('<a ');
    },
  );
});

describe('a form as HTML', () => {
  it('is posted where no script sends it, with what goes along and a button that gives up', () => {
    const form = { id: 'f', title: 'Angaben', submit: 'Absenden', opener: 'Angaben', fields: [] };
    const post = { address: '/ich/x?ab="1', hidden: { _art: 'a"b\n' }, cancelName: '_weg' };
    const html = formToHtml(form, { idPrefix: 'f', cancel: true, post });
    expect(html).toContain('method="post" action="/ich/x?ab=&quot;1"');
    expect(html).toContain('<input type="hidden" name="_art" value="a&quot;b&#10;">');
    expect(html).toContain('<button type="submit" name="_weg" value="1" class="action" data-cancel>');
  });

  for (const form of fixtureForms) {
    const html = formToHtml(form, { idPrefix: 'f', cancel: true });
    if (html.length < readable) it(`looks the same as before: ${form.id}`, () => expect(lines(html)).toMatchSnapshot());
  }

  it('shows each mistake at its field, joined to the control, and those of fields that are not there at the top', () => {
    const html = formToHtml(
      {
        id: 'test.form',
        title: 'Angaben',
        submit: 'Absenden',
        opener: 'Angaben',
        fields: [{ type: 'text', id: 'name', label: 'Name', value: '<b>' }],
        errors: { name: 'Bitte ohne Klammern.', elsewhere: 'Diese Umfrage ist beendet.' },
      },
      { idPrefix: 'f' },
    );
    expect(html).toContain('aria-describedby="f-0-error" aria-invalid="true"');
    expect(html).toContain('<p class="error" id="f-0-error">Bitte ohne Klammern.</p>');
    expect(html).toContain('value="&lt;b&gt;"');
    expect(html).toContain('2 Angaben stimmen noch nicht.<br>Diese Umfrage ist beendet.');
  });
});
