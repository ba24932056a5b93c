/**
 * How a reader of untrusted text is tested: with texts that make patterns and loops slow which aren't linear, up to the largest size that
 * can reach it.
 */
export type Row = {
  /** The size of the largest input that can reach the reader: characters, or what `attacks` count. */
  limit: number
  /** Processor time for the largest input, in milliseconds. */
  budgetMs: number
  /** The size from which on another limit than the size bounds the work. */
  from: number | undefined
  attacks: readonly { name: string; make: (size: number) => unknown }[]
  read: (input: unknown) => unknown
}

/** Whoever waits for a worker waits for a heartbeat of four seconds; whoever waits for the server is a person. */
const BUDGET_MS = { worker: 1_000, server: 250 }

type Where = keyof typeof BUDGET_MS

/** A reader of anything that has a size. */
export function row<Input>(
  { limit, on = 'worker', from }: { limit: number; on?: Where; from?: number },
  attacks: Readonly<Record<string, (size: number) => Input>>,
  read: (input: Input) => unknown,
): Row {
  const made = Object.entries(attacks).map(([name, make]) => ({ name, make }))
  return { limit, budgetMs: BUDGET_MS[on], from, attacks: made, read: (input) => read(input as Input) }
}

/** Repeated, these make most patterns slow that aren't linear. */
const PIECES = [
  'a',
  'a-',
  'a ',
  ' ',
  '\n',
  'a\n',
  '\n ',
  '0',
  ':',
  ':a-[',
  'a?',
  'p-[1',
  '"',
  '\\"',
  "'",
  '`',
  '```\n',
  'x```\n',
  '{',
  '{"',
  '"a":{',
  '[',
  '(',
  'lab(+',
  '/',
  '/*',
  '/* ',
  '/** ',
  '//',
  '<',
  '<img',
  '<html',
  '<!--',
  '<a b="',
  '](',
  '@',
  '@import "//a"',
  '\u001B]a',
  '\u200D',
  '\uD800',
  '\u2028 ',
  ', ',
  '||1',
  'file=',
  '../',
]

/** A reader of one text. `start` and `end` bring the repeated pieces to the place where the reader looks. */
export function textRow(
  options: { limit: number; on?: Where; pieces?: readonly string[]; starts?: readonly string[]; end?: string },
  read: (text: string) => unknown,
): Row {
  const { pieces = [], starts = [''], end = '' } = options
  const attacks = [...PIECES, ...pieces].flatMap((piece) =>
    starts.map((start) => [
      `${shown(start)} ${shown(piece)}…${shown(end)}`,
      (size: number) => `${start}${repeated(piece, size - start.length - end.length)}${end}`,
    ]),
  )
  return row(options, Object.fromEntries(attacks) as Record<string, (size: number) => string>, read)
}

function shown(text: string): string {
  return JSON.stringify(text).slice(1, -1).slice(0, 40)
}

/** `piece` as often as it fits into `size` characters. */
export function repeated(piece: string, size: number): string {
  return piece.repeat(Math.max(0, Math.floor(size / piece.length)))
}

export function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: Math.round(count) }, (_, index) => make(index))
}
