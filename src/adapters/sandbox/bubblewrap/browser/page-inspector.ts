import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import type { DarkScheme } from '#src/domain/preview/dark-scheme.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { AccessibilityReport, PageElement } from '#src/ports/page-browser.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const CONTRAST = 'color-contrast'
/** axe's reasons for unmeasured contrast that don't matter: a single character, or symbols that aren't letters. */
const NO_WORDS = new Set(['shortTextContent', 'nonBmp'])
const TEXT_CHARACTERS = 2_000
const FINDINGS = 30
const ELEMENTS = 5
/** Maximum number of frames of a page that are inspected. */
const FRAMES = 10
const OF_WHOLE_PAGES = new Set(['bypass', 'document-title', 'html-has-lang'])

const nodeSchema = z.object({
  target: z.array(z.union([z.string(), z.array(z.string())])),
  html: z.string().catch(''),
  any: z.array(z.object({ data: z.object({ messageKey: z.string().nullish() }).nullish().catch(null) })).catch([]),
})
const resultSchema = z.object({
  id: z.string(),
  impact: z.enum(['minor', 'moderate', 'serious', 'critical']).nullish(),
  help: z.string(),
  nodes: z.array(nodeSchema),
})
const resultsSchema = z.object({ violations: z.array(resultSchema), incomplete: z.array(resultSchema) })
const elementSchema = z.object({ path: z.string(), html: z.string() })
const overflowSchema = z.object({ excessPx: z.number(), element: elementSchema }).nullable()
const walkSchema = z.object({ walked: z.number(), left: z.number() })
const focusSchema = z.object({
  index: z.number(),
  path: z.string().optional(),
  isPlain: z.boolean().optional(),
  around: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).optional(),
})

/**
 * `index`: the control that has the focus; `-1` if nothing has it, `-2` if something else has it. `around`: where a focus mark may appear.
 */
export type Focus = z.infer<typeof focusSchema>
type Findings = Pick<AccessibilityReport, 'violations' | 'unmeasured'>
type Inspection = Omit<AccessibilityReport, 'hiddenShare'>

export type PageInspector = {
  text(): Promise<string>
  /** Resolves after the page has drawn so many frames, and a pause. Two frames are enough for the layout to settle. */
  frames(count: number, pauseMs?: number): Promise<void>
  hasBody(): Promise<boolean>
  heightPx(): Promise<number>
  showLetters(isShown: boolean): Promise<void>
  /** `rules`: only the contrast rule, or all rules. */
  accessibility(rules: 'contrast' | 'all'): Promise<Inspection>
  hiddenShare(): Promise<number>
  overflow(): Promise<{ excessPx: number; element: PageElement } | null>
  setDark(scheme: DarkScheme): Promise<void>
  /** Moves the focus before the first control. Returns how many controls the walk may reach, and how many are too many for it. */
  beginWalk(): Promise<{ walked: number; left: number }>
  focused(): Promise<Focus>
  blur(): Promise<void>
  control(index: number): Promise<PageElement>
  /** Indexes of controls that can be reached neither by Tab nor by arrow keys from a reached control. */
  unreached(reached: readonly number[]): Promise<number[]>
}

/**
 * Inspects a page from an isolated JavaScript world, which shares the page's elements but none of its objects. Nothing that the page
 * patches affects the inspection.
 */
export async function openInspector(page: Page): Promise<PageInspector> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const main = await openWorld(session, frameTree.frame.id)
  return {
    text: async () => z.string().parse(await main(`probe.text(${TEXT_CHARACTERS})`)),
    frames: async (count, pauseMs = 0) => void (await main(`probe.frames(${count}, ${pauseMs})`)),
    showLetters: async (isShown) => void (await main(`probe.showLetters(${isShown})`)),
    hasBody: async () => z.boolean().parse(await main('probe.hasBody()')),
    heightPx: async () => z.number().parse(await main('probe.heightPx()')),
    async accessibility(rules) {
      const found = await findingsIn(main, '', rules)
      // axe can't look into frames from here, and would wait for an answer that never comes. So each frame gets a world of its own.
      const frames = frameIdsBelow((await session.send('Page.getFrameTree')).frameTree)
      let uninspectedFrames = Math.max(0, frames.length - FRAMES)
      for (const id of frames.slice(0, FRAMES)) {
        const framed = await openWorld(session, id)
          .then((world) => findingsIn(world, 'iframe ', rules))
          .catch(() => null)
        if (framed === null) uninspectedFrames += 1
        found.violations.push(...(framed?.violations ?? []).filter(({ rule }) => !OF_WHOLE_PAGES.has(rule)))
        found.unmeasured.push(...(framed?.unmeasured ?? []))
      }
      return { violations: found.violations.slice(0, FINDINGS), unmeasured: found.unmeasured.slice(0, ELEMENTS), uninspectedFrames }
    },
    hiddenShare: async () => z.number().parse(await main('probe.hiddenShare()')),
    overflow: async () => overflowSchema.parse(await main('probe.overflow()')),
    setDark: async ({ attributes }) => void (await main(`probe.setDark(${JSON.stringify(attributes)})`)),
    beginWalk: async () => walkSchema.parse(await main('probe.beginWalk()')),
    focused: async () => focusSchema.parse(await main('probe.focused()')),
    blur: async () => void (await main('probe.blur()')),
    control: async (index) => elementSchema.parse(await main(`probe.control(${index})`)),
    unreached: async (reached) => z.array(z.number()).parse(await main(`probe.unreached(${JSON.stringify(reached)})`)),
  }
}

type World = (expression: string) => Promise<unknown>

async function openWorld(session: CDPSession, frameId: string): Promise<World> {
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName: 'ollio' })
  const evaluate: World = async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined) throw new Failure('browser-unavailable', `The page could not be read: ${exceptionDetails.text}`)
    return result.value
  }
  await evaluate(await sources())
  return evaluate
}

type FrameTree = { frame: { id: string }; childFrames?: FrameTree[] }

function frameIdsBelow({ childFrames = [] }: FrameTree): string[] {
  return childFrames.flatMap((child) => [child.frame.id, ...frameIdsBelow(child)])
}

/** axe's reason for text in exactly the color of its background. */
const EQUAL = 'equalRatio'
/** Maximum number of nodes of one rule that leave the page, and of each kind of reason among them. */
const NODES = 100

/**
 * Runs in the isolated world, after axe: keeps what is used of each result, and of a rule with many nodes the first ones of each kind. A
 * page may have any number of them.
 */
const SHORTENED = `({ violations, incomplete }) => {
  const reasonOf = (node) => (node.any[0] && node.any[0].data && node.any[0].data.messageKey) || ''
  const cut = (text, most) => String(text === undefined ? '' : text).slice(0, most)
  const shorten = (rules) => rules.map(({ id, impact, help, nodes }) => {
    const equal = nodes.filter((node) => reasonOf(node) === '${EQUAL}').slice(0, ${NODES})
    const others = nodes.filter((node) => reasonOf(node) !== '${EQUAL}').slice(0, ${NODES})
    return {
      id,
      impact,
      help,
      nodes: [...equal, ...others].map((node) => ({
        target: [cut(node.target.flat().join(' '), 400)],
        html: cut(node.html, 400),
        any: [{ data: { messageKey: cut(reasonOf(node), 100) } }],
      })),
    }
  })
  return { violations: shorten(violations), incomplete: shorten(incomplete) }
}`

async function findingsIn(world: World, place: string, rules: 'contrast' | 'all'): Promise<Findings> {
  const runOnly = rules === 'all' ? STANDARDS : [CONTRAST]
  const options = { runOnly, resultTypes: ['violations', 'incomplete'], iframes: false }
  const run = `axe.run(document, ${JSON.stringify(options)}).then(${SHORTENED})`
  const { violations, incomplete } = resultsSchema.parse(await world(run))
  const doubtful = incomplete.find(({ id }) => id === CONTRAST)
  const keyOf = ({ any }: z.infer<typeof nodeSchema>): string => any[0]?.data?.messageKey ?? ''
  // axe reports text in exactly the color of its background as incomplete, because it may be hidden on purpose. Here it is a violation.
  const isUnseen = (node: z.infer<typeof nodeSchema>): boolean => keyOf(node) === EQUAL
  const unseen = doubtful?.nodes.filter(isUnseen) ?? []
  const all = unseen.length === 0 || doubtful === undefined ? violations : [...violations, { ...doubtful, nodes: unseen }]
  const unmeasured = doubtful?.nodes.filter((node) => !isUnseen(node) && !NO_WORDS.has(keyOf(node))) ?? []
  const shown = (nodes: z.infer<typeof nodeSchema>[]): PageElement[] =>
    nodes.map(({ target, html }) => ({ path: `${place}${target.flat().join(' ')}`.slice(0, 200), html: html.slice(0, 400) }))
  return {
    violations: all.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? 'moderate',
      help,
      elements: shown(nodes.slice(0, ELEMENTS)),
    })),
    unmeasured: shown(unmeasured.slice(0, ELEMENTS)),
  }
}

let source: Promise<string> | undefined

function sources(): Promise<string> {
  const own = ['element-reader.js', 'page-probe.js', 'focus-probe.js'].map((name) => new URL(name, import.meta.url))
  const files = [createRequire(import.meta.url).resolve('axe-core/axe.min.js'), ...own]
  source ??= Promise.all(files.map((file) => readFile(file, 'utf8'))).then((texts) => texts.join('\n;\n'))
  return source
}
