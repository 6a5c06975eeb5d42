import MailComposer from 'nodemailer/lib/mail-composer';
import { type Language, localeOf } from '../../kernel/texts.js';
import { messageAnchor } from '../../messages/anchor.js';
import { escapeText, exactAttribute, viewToHtml } from '../../messages/html.js';
import { cut, showable } from '../../messages/text.js';
import type { Action, FileBlock, PictureBlock, View } from '../../messages/view.js';
import { messageIdFor, oneLine, type Sender } from './addresses.js';
import { limits } from './limits.js';
import { viewToText } from './text-view.js';
import { texts } from './texts.js';

/** One mail, before it is put into its final form. */
export interface Letter {
  readonly from: Sender;
  readonly to: string;
  /** Where answers go: the coordination office. Empty: nowhere in particular. */
  readonly replyTo: readonly string[];
  readonly view: View;
  /** Of the outbox. */
  readonly key: string;
  /** Of the personal page; undefined where no link can be shown. */
  readonly page: string | undefined;
  readonly networkName: string;
  readonly at: Date;
}

const actionStyle =
  'display:inline-block;margin:0 8px 8px 0;padding:10px 16px;border:1px solid #1b5e50;border-radius:8px;color:#1b5e50;text-decoration:none';

const style = `body{margin:0;padding:24px;background:#f6f4ee;color:#22302c;font:17px/1.6 system-ui,"Segoe UI",Roboto,Arial,sans-serif}
main,footer{max-width:640px;margin:0 auto}main{padding:24px;background:#fff;border:1px solid #dcd8cc;border-radius:12px}
h1{margin:0 0 12px;font-size:22px;line-height:1.3}blockquote{margin:0 0 8px;padding:0 0 0 16px;border-left:4px solid #1b5e50}
figure{margin:0 0 16px}img{max-width:100%;height:auto}table{border-collapse:collapse;width:100%}caption{text-align:left}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-top:1px solid #dcd8cc}dt{color:#52615c}dd{margin:0 0 8px}
a{color:#1b5e50}.note,cite,caption,footer{color:#52615c;font-size:15px;font-style:normal}footer{padding:16px 24px}`;

/** The whole mail as it goes over the wire: plain text, HTML, pictures inside, files attached. */
export function compose(letter: Letter): Promise<Buffer> {
  const { from, to, replyTo, view, key, at } = letter;
  const subject = cut(oneLine(showable(view.summary)), limits.subjectCharacters);
  const composer = new MailComposer({
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    ...(replyTo.length > 0 && { replyTo: replyTo.map((address) => ({ name: '', address })) }),
    subject: subject === '' ? wordsFor(view).noSummary : subject,
    date: at,
    messageId: messageIdFor(key, from.domain),
    headers: {
      'Auto-Submitted': 'auto-generated',
      // Mail servers of offices answer with absence notes otherwise.
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': localeOf(languageOf(view)),
    },
    text: textOf(letter),
    html: htmlOf(letter),
    attachments: attachmentsOf(letter),
    // Nothing that stands in a message is ever read from the disk or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function languageOf(view: View): Language {
  return view.language ?? 'de';
}

function wordsFor(view: View) {
  return texts[languageOf(view)];
}

function textOf(letter: Letter): string {
  const { view } = letter;
  const t = wordsFor(view);
  const onPage = pageAt(letter);
  const body = viewToText(view, (labels) =>
    onPage === undefined ? howToAnswer(letter) : `${t.answerOnPage} (${labels.join(', ')}):\n${onPage}`,
  );
  const page = letter.page === undefined ? [] : [`${t.page}:\n${letter.page}`, t.pageSecret];
  return `${body}\n\n-- \n${[t.why(letter.networkName), ...page, howToStop(letter), t.automatic].join('\n')}\n`;
}

function htmlOf(letter: Letter): string {
  const { view } = letter;
  const language = languageOf(view);
  const t = texts[language];
  const pictures = picturesIn(view);
  const shown = viewToHtml(view, {
    headingLevel: 1,
    action: (action) => actionHtml(action, letter),
    pictureAddress: (picture) => `cid:${contentId(letter, pictures.indexOf(picture))}`,
    file: ({ label, name }) => `<p>${escapeText(t.attached(label, oneLine(name)))}</p>`,
  });
  const hasActions = view.blocks.some((block) => block.type === 'actions' && block.actions.length > 0);
  const answer = hasActions && letter.page === undefined ? `<p>${escapeText(howToAnswer(letter))}</p>` : '';
  return [
    `<!doctype html><html lang="${localeOf(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(oneLine(showable(view.summary)))}</title><style>${style}</style></head>`,
    `<body><main>${shown}${answer}</main><footer>${footerHtml(letter)}</footer></body></html>`,
  ].join('');
}

/** Pressing a link in a mail does nothing by itself, since programs open links too: it leads to the button on the page. */
function actionHtml(action: Action, letter: Letter): string {
  const onPage = pageAt(letter);
  if (onPage === undefined) return '';
  return `<a href="${exactAttribute(onPage)}" style="${actionStyle}">${escapeText(action.label)}</a>`;
}

function footerHtml(letter: Letter): string {
  const t = wordsFor(letter.view);
  const link =
    letter.page === undefined
      ? ''
      : `<p><a href="${exactAttribute(letter.page)}">${escapeText(t.page)}</a>. ${escapeText(t.pageSecret)}</p>`;
  const paragraphs = [howToStop(letter), t.automatic].map((text) => `<p>${escapeText(text)}</p>`).join('');
  return `<p>${escapeText(t.why(letter.networkName))}</p>${link}${paragraphs}`;
}

function howToAnswer({ view, replyTo }: Letter): string {
  const t = wordsFor(view);
  return replyTo.length > 0 ? t.answerByMail : t.answerElsewhere;
}

function howToStop({ view, page }: Letter): string {
  const t = wordsFor(view);
  return page === undefined ? t.stopByMail : t.stopOnPage;
}

/** Where on the page the message stands. */
function pageAt({ page, key }: Letter): string | undefined {
  return page === undefined ? undefined : `${page}#${messageAnchor(key)}`;
}

function attachmentsOf(letter: Letter) {
  const pictures = picturesIn(letter.view).map(({ png }, index) => ({
    filename: `bild-${index + 1}.png`,
    content: Buffer.from(png),
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
    cid: contentId(letter, index),
  }));
  const files = letter.view.blocks
    .filter((block): block is FileBlock => block.type === 'file')
    .map(({ name, bytes, mediaType }) => ({
      filename: fileName(name),
      content: Buffer.from(bytes),
      contentType: oneLine(mediaType),
      contentDisposition: 'attachment' as const,
    }));
  return [...pictures, ...files];
}

function picturesIn(view: View): readonly PictureBlock[] {
  return view.blocks.filter((block): block is PictureBlock => block.type === 'picture');
}

function contentId({ key, from }: Letter, index: number): string {
  return `bild-${index + 1}.${messageIdFor(key, from.domain).slice(1, -1)}`;
}

/** A name that leads into no folder and out of no header. */
function fileName(name: string): string {
  return cut(oneLine(showable(name)).replace(/[\\/:*?"<>|]/g, '_'), limits.fileNameCharacters);
}
