import type { PictureBlock, View } from '../../messages/view.js';
import type { SlackApi } from './api.js';
import { logReason } from './errors.js';
import { limits } from './limits.js';
import { renderMessages, type SlackMessage, type Uploaded } from './render.js';

/** The view as messages, with its pictures uploaded. A picture that cannot be is described in words. */
export async function withPictures(api: SlackApi, view: View): Promise<readonly SlackMessage[]> {
  return renderMessages(view, await upload(api, view));
}

export async function upload(api: SlackApi, view: View): Promise<Uploaded> {
  const pictures = view.blocks
    .filter((block): block is PictureBlock => block.type === 'picture')
    .filter((block) => block.png.length <= limits.picture.bytes)
    .slice(0, limits.picture.perView);
  const uploaded = new Map<PictureBlock, string>();
  for (const picture of pictures) {
    const id = await idOf(api, picture);
    if (id) uploaded.set(picture, id);
  }
  return uploaded;
}

async function idOf(api: SlackApi, picture: PictureBlock): Promise<string | undefined> {
  try {
    return await api.upload(picture.png, picture.alt);
  } catch (error) {
    api.logger.warn({ reason: logReason(error) }, 'slack picture not uploaded; described in words instead');
    return undefined;
  }
}
