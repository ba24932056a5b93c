import { z } from 'zod'
import { parseAnswer } from './agent-protocol.ts'
import type { TranscriptMessage } from './transcript.ts'

/**
 * `old`: the result of an older step, or a file state that a later one replaces. `latest`: the same in the newest step. `file`: the newest
 * state of a file, or a change to it since. `file-latest`: the same in the newest step.
 */
type Worth = 'old' | 'latest' | 'file' | 'file-latest'
const ORDER: readonly Worth[] = ['old', 'latest', 'file', 'file-latest']

/** The arguments of one tool call or one observation that can be shortened. */
export type ShortenablePart = { message: number; worth: Worth; shorten(message: TranscriptMessage): TranscriptMessage }

/** Texts and lists beyond these sizes are shortened. */
const SHORT = { characters: 240, entries: 3 }

type Unit = {
  message: number
  place: number
  step: number
  kind: 'action' | 'observation'
  path: string | null
  shows: 'all' | 'part' | null
}

/** The parts of messages that can be shortened, in the order to shorten them: by worth, then oldest first. */
export function shortenableParts(messages: readonly TranscriptMessage[]): ShortenablePart[] {
  const units = unitsOf(messages)
  const newest = units.at(-1)?.step ?? 0
  /** The index at which each file was last shown completely. */
  const wholeAt = new Map<string, number>()
  for (const [at, { path, shows }] of units.entries()) if (path !== null && shows === 'all') wholeAt.set(path, at)
  return units
    .map((unit, at): ShortenablePart => {
      const isState = unit.path !== null && unit.shows !== null && at >= (wholeAt.get(unit.path) ?? 0)
      const isNewest = unit.step === newest
      const worth = isState ? (isNewest ? 'file-latest' : 'file') : isNewest ? 'latest' : 'old'
      return { message: unit.message, worth, shorten: (message) => withShort(message, unit) }
    })
    .toSorted((a, b) => ORDER.indexOf(a.worth) - ORDER.indexOf(b.worth))
}

const looseObservations = z.object({ observations: z.array(z.looseObject({ tool: z.string(), ok: z.boolean() })) })
const shownFile = z.looseObject({ path: z.string(), fromLine: z.number(), moreLines: z.number().optional() })

function unitsOf(messages: readonly TranscriptMessage[]): Unit[] {
  let step = 0
  return messages.flatMap(({ role, content }, message): Unit[] => {
    if (typeof content !== 'string') return []
    if (role === 'assistant') {
      step += 1
      const answer = parseAnswer(content)
      if (!answer.ok) return []
      return answer.actions.map((action, place) => {
        const about = { message, place, step, kind: 'action' as const }
        if (action.tool === 'writeFile') return { ...about, path: action.args.path, shows: 'all' }
        if (action.tool === 'editFile') return { ...about, path: action.args.path, shows: 'part' }
        return { ...about, path: null, shows: null }
      })
    }
    return observationsOf(content).map((observation, place) => {
      const about = { message, place, step, kind: 'observation' as const }
      const file = observation.tool === 'readFile' ? shownFile.safeParse(observation).data : undefined
      if (file === undefined) return { ...about, path: null, shows: null }
      return { ...about, path: file.path, shows: file.fromLine === 1 && file.moreLines === undefined ? 'all' : 'part' }
    })
  })
}

function observationsOf(content: string): z.infer<typeof looseObservations>['observations'] {
  try {
    return looseObservations.safeParse(JSON.parse(content)).data?.observations ?? []
  } catch {
    return []
  }
}

/** The message with one of its calls or observations shortened; unchanged if that was short already. */
function withShort(message: TranscriptMessage, { kind, place }: Unit): TranscriptMessage {
  if (typeof message.content !== 'string') return message
  if (kind === 'observation') {
    const observations = observationsOf(message.content).map((each, at) => (at === place ? short(each) : each))
    return { role: 'user', content: JSON.stringify({ observations }) }
  }
  const answer = parseAnswer(message.content)
  if (!answer.ok) return message
  const actions = answer.actions.map((action, at) => (at === place ? short(action) : action))
  return { role: 'assistant', content: JSON.stringify({ thought: answer.thought, actions }) }
}

/** Replaces long texts and lists by their length, in brackets so that the model does not take it for the text itself. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return value.length <= SHORT.characters ? value : `[${value.length} characters removed to save space]`
  if (Array.isArray(value)) {
    const [kept, left] = [value.slice(0, SHORT.entries).map(short), value.length - SHORT.entries]
    return left > 0 ? [...kept, `[${left} more entries removed to save space]`] : kept
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, short(inner)]))
}
