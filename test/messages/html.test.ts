import { describe, expect, it } from 'vitest';
import { formToHtml, viewToHtml } from '../../src/messages/html.js';
import type { View } from '../../src/messages/view.js';
import { fixtureForms, fixtureViews } from '../support/fixture-views.js';

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

describe('a form as HTML', () => {
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
