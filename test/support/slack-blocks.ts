import { z } from 'zod';

/**
 * Block Kit as Slack's documentation states it, written independently of the renderer: what the test server refuses
 * with `invalid_blocks` is what this says.
 */
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });

const style = z
  .strictObject({ bold: z.boolean(), italic: z.boolean(), code: z.boolean(), strike: z.boolean() })
  .partial()
  .optional();
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.url({ protocol: /^(https?|mailto)$/ }).max(3_000),
    text: z.string().min(1),
    style,
  }),
]);
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement).min(1) });
const richBlock = z.strictObject({
  type: z.literal('rich_text'),
  block_id: z.string().max(255).optional(),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        richSection,
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(richElement).min(1) }),
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          offset: z.int().min(1).optional(),
          elements: z.array(richSection).min(1),
        }),
      ]),
    )
    .min(1),
});

const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  text: plain(75),
  value: z.string().min(1).max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: z
    .strictObject({
      title: plain(100),
      text: plain(300),
      confirm: plain(30),
      deny: plain(30),
      style: z.enum(['primary', 'danger']).optional(),
    })
    .optional(),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: z.string().max(255).optional(),
  elements: z
    .array(button)
    .min(1)
    .max(25)
    .refine((buttons) => new Set(buttons.map((each) => each.action_id)).size === buttons.length, 'action ids repeat'),
});

const tableCell = z.union([z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }), richBlock]);
const table = z.strictObject({
  type: z.literal('table'),
  rows: z.array(z.array(tableCell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(z.strictObject({ align: z.string().optional(), is_wrapped: z.boolean().optional() }))
    .max(20)
    .optional(),
});

const shared = [
  z.strictObject({ type: z.literal('header'), text: plain(150) }),
  z.strictObject({ type: z.literal('divider') }),
  z.strictObject({ type: z.literal('context'), elements: z.array(plain(3_000)).min(1).max(10) }),
  z.strictObject({
    type: z.literal('image'),
    slack_file: z.strictObject({ id: z.string() }),
    alt_text: z.string().min(1).max(2_000),
  }),
  richBlock,
  actions,
] as const;

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(150) });
const options = z.array(option).min(1).max(100);
const menu = {
  action_id: z.string().min(1).max(255),
  options: options.optional(),
  option_groups: z
    .array(z.strictObject({ label: plain(75), options }))
    .min(1)
    .max(100)
    .optional(),
};
const typed = {
  action_id: z.string().min(1).max(255),
  initial_value: z.string().max(3_000).optional(),
  placeholder: plain(150).optional(),
};
const input = z.strictObject({
  type: z.literal('input'),
  block_id: z.string().min(1).max(255),
  label: plain(2_000),
  hint: plain(2_000).optional(),
  optional: z.boolean(),
  element: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('plain_text_input'),
      ...typed,
      multiline: z.boolean().optional(),
      max_length: z.int().min(1).max(3_000).optional(),
    }),
    z.strictObject({ type: z.literal('email_text_input'), ...typed }),
    z.strictObject({ type: z.literal('number_input'), ...typed, is_decimal_allowed: z.boolean() }),
    z.strictObject({ type: z.literal('datepicker'), action_id: z.string(), initial_date: z.iso.date().optional() }),
    z.strictObject({ type: z.literal('timepicker'), action_id: z.string(), initial_time: z.string().optional() }),
    z.strictObject({ type: z.literal('static_select'), ...menu, initial_option: option.optional() }),
    z.strictObject({
      type: z.literal('multi_static_select'),
      ...menu,
      initial_options: z.array(option).min(1).optional(),
    }),
    z.strictObject({
      type: z.literal('radio_buttons'),
      action_id: z.string(),
      options: options.max(10),
      initial_option: option.optional(),
    }),
    z.strictObject({
      type: z.literal('checkboxes'),
      action_id: z.string(),
      options: options.max(10),
      initial_options: z.array(option).min(1).optional(),
    }),
  ]),
});

const MessageBlocks = z
  .array(z.discriminatedUnion('type', [...shared, table]))
  .min(1)
  .max(50)
  .refine((blocks) => blocks.filter((block) => block.type === 'table').length <= 1, 'only_one_table_allowed');
const HomeBlocks = z.array(z.discriminatedUnion('type', [...shared])).max(100);

const Modal = z.strictObject({
  type: z.literal('modal'),
  callback_id: z.string().min(1).max(255),
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  private_metadata: z.string().max(3_000).optional(),
  blocks: z
    .array(z.discriminatedUnion('type', [...shared, input]))
    .min(1)
    .max(100)
    .refine((blocks) => {
      const ids = blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
      return new Set(ids).size === ids.length;
    }, 'block ids repeat'),
});

/** Where chat.postMessage was seen to refuse with `msg_blocks_too_long`. */
const maxSerialised = 13_200;

/** Slack's error code for a message's blocks; undefined if it takes them. */
export function refusedBlocks(blocks: unknown): string | undefined {
  const ascii = JSON.stringify(blocks).replace(/[^\0-\x7f]/g, '\\uXXXX');
  if (ascii.length > maxSerialised) return 'msg_blocks_too_long';
  return MessageBlocks.safeParse(blocks).success ? undefined : 'invalid_blocks';
}

/** The same for a Home tab or a modal. */
export function refusedView(view: unknown): string | undefined {
  if (JSON.stringify(view).length > 250_000) return 'view_too_large';
  const home = z.strictObject({ type: z.literal('home'), blocks: HomeBlocks });
  return z.union([home, Modal]).safeParse(view).success ? undefined : 'invalid_arguments';
}

/** What is wrong with blocks or a view, for a failing test's message. */
export function complaints(kind: 'message' | 'home' | 'modal', value: unknown): string {
  const schema = kind === 'message' ? MessageBlocks : kind === 'home' ? HomeBlocks : Modal;
  const read = schema.safeParse(value);
  return read.success ? '' : z.prettifyError(read.error);
}
