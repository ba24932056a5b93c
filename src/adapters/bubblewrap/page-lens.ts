import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { Failure } from '#src/domain/failures.ts'
import type { AccessibilityFinding } from '#src/ports/browser.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const TEXT_CHARACTERS = 2_000
const FINDINGS = 30
/** Frames of a page that are looked into. */
const FRAMES = 10
const OF_WHOLE_PAGES = new Set(['bypass', 'document-title', 'html-has-lang'])

const findingSchema = z.object({
  id: z.string(),
  impact: z.enum(['minor', 'moderate', 'serious', 'critical']).nullish(),
  help: z.string(),
  nodes: z.array(z.object({ target: z.array(z.unknown()) })),
})

export type Lens = {
  text(): Promise<string>
  heightPx(): Promise<number>
  accessibility(): Promise<AccessibilityFinding[]>
}

/**
 * Looks at a page from a JavaScript world of its own, which shares the page's elements but none of its objects: what the page
 * patches there changes nothing here.
 */
export async function openLens(page: Page): Promise<Lens> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const main = await openWorld(session, frameTree.frame.id)
  // axe can't look into frames from here, and waits for an answer that doesn't come.
  const inner = await Promise.all(frameIdsBelow(frameTree).map((id) => openWorld(session, id).catch(() => null)))
  return {
    text: async () => z.string().parse(await main(`(document.body?.innerText ?? '').slice(0, ${TEXT_CHARACTERS})`)),
    heightPx: async () => z.number().parse(await main('document.documentElement.scrollHeight')),
    async accessibility() {
      const findings = await findingsIn(main, [])
      for (const world of inner) {
        // What became of a frame since is seen in the page itself.
        const framed = world === null ? [] : await findingsIn(world, ['iframe']).catch(() => [])
        findings.push(...framed.filter(({ rule }) => !OF_WHOLE_PAGES.has(rule)))
      }
      return findings.slice(0, FINDINGS)
    },
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
  await evaluate(await axeSource())
  return evaluate
}

type FrameTree = { frame: { id: string }; childFrames?: FrameTree[] }

function frameIdsBelow({ childFrames = [] }: FrameTree): string[] {
  return childFrames.flatMap((child) => [child.frame.id, ...frameIdsBelow(child)]).slice(0, FRAMES)
}

async function findingsIn(world: World, place: readonly string[]): Promise<AccessibilityFinding[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(STANDARDS)}, resultTypes: ['violations'], iframes: false })`
  const violations = z.array(findingSchema).parse(await world(`${run}.then(({ violations }) => violations)`))
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'moderate',
    help,
    targets: nodes.slice(0, 5).map(({ target }) => [...place, ...target.map(String)].join(' ').slice(0, 200)),
  }))
}

let source: Promise<string> | undefined

function axeSource(): Promise<string> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  return source
}
