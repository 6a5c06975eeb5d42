import { fileURLToPath } from 'node:url';
import type { Express, RequestHandler } from 'express';
import { type Language, languages } from '../kernel/texts.js';
import type { View } from '../messages/view.js';
import type { Clock } from '../ports/clock.js';
import { htmlDocument, stylesheetPath } from './document.js';
import { allowOnly } from './server.js';

/** What `web/` needs of a page; the features' `PageSpec` has this shape. */
export interface Page {
  readonly path: string;
  run(request: {
    readonly params: Readonly<Record<string, string>>;
    readonly language: Language;
    readonly now: Date;
  }): Promise<
    | { readonly status?: number; readonly view: View }
    | {
        readonly status?: number;
        readonly file: { readonly name: string; readonly mediaType: string; readonly body: string | Uint8Array };
      }
  >;
}

const reading: RequestHandler = allowOnly('GET', 'HEAD');

/** Serves the pages that features declare, for reading only. `?sprache=` chooses the language. */
export function mountPages(web: Express, pages: readonly Page[], clock: Clock): void {
  const stylesheet = fileURLToPath(new URL('page.css', import.meta.url));
  web.all(stylesheetPath, reading);
  web.get(stylesheetPath, (_request, response) => {
    response.sendFile(stylesheet, { dotfiles: 'allow' });
  });
  for (const page of pages) {
    web.all(page.path, reading);
    web.get(page.path, async (request, response) => {
      const language = languages.find((each) => each === request.query.sprache) ?? 'de';
      const params = request.params as Record<string, string>;
      const answer = await page.run({ params, language, now: clock.now() });
      response.status(answer.status ?? 200).set('Cache-Control', 'no-store');
      if ('view' in answer) {
        response.type('text/html').send(htmlDocument(answer.view));
        return;
      }
      const { name, mediaType, body } = answer.file;
      response
        .attachment(fileName(name))
        .type(mediaType)
        .send(body instanceof Uint8Array ? Buffer.from(body) : body);
    });
  }
}

/** A name only: no folders, no line breaks. */
function fileName(name: string): string {
  return name.replace(/[/\\\p{Cc}]+/gu, '_');
}
