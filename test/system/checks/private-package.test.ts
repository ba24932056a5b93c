import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import { runSlowTool } from '#src/activities/agent/run-tools.ts'
import { releaseSandboxes } from '#src/activities/agent/turn-sandboxes.ts'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'
import { keptModules, realPackages } from '#test/support/real-packages.ts'
import { committed } from '../../support/activities/publishing-world.ts'
import { realSandboxes, sandboxesFolder, tarball } from '../../support/activities/real-workspace.ts'
import { answerOf, attempt, bytesOf, openWorld } from '../../support/activities/world.ts'
import type { World } from '../../support/activities/world.ts'

/** A package that this machine's registry doesn't have. */
const PRIVATE = '@ollio-test-nowhere/design-tokens'
const CHIP = `import { tones } from '${PRIVATE}'

type ChipProps = { label: string }

/** A small label in the company's own tone. */
export function Chip({ label }: ChipProps) {
  return <span className={tones.quiet}>{label}</span>
}
`
const BANNER = `import { Chip } from '@/components/ui/chip'

export function SaleBanner() {
  return (
    <section aria-label="Sale" className="p-4">
      <h1>Summer sale</h1>
      <Chip label="Ends on Sunday" />
    </section>
  )
}
`
const PREVIEW = `import { SaleBanner } from '@/components/sale-banner'

export default function Preview() {
  return <main><SaleBanner /></main>
}
`

let world: World
let turn: TurnRecord
beforeAll(async () => {
  const folder = sandboxesFolder()
  const [sandboxes, packages] = await Promise.all([
    realSandboxes({ folder, modulesFolder: keptModules() }),
    realPackages({ sandboxesFolder: folder }),
  ])
  world = await openWorld({ sandboxes, packages })
  world.ports.browser = createBubblewrapBrowser()
})
afterAll(() => world.close())
afterEach(() => releaseSandboxes(world.ports, turn.id))

test('a turn in a repository with a private package is published with every check, a stub in its place and a warning that names it', async () => {
  const shop = Object.entries(await shopFiles()).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const)
  const files: Record<string, string> = { ...Object.fromEntries(shop), 'src/components/ui/chip.tsx': CHIP }
  const manifest = JSON.parse(files['package.json'] ?? '') as { dependencies: Record<string, string> }
  files['package.json'] = JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, [PRIVATE]: '^2.1.0' } })
  files['.npmrc'] = `${PRIVATE.split('/')[0]}:registry=https://packages.example.com\n`
  world.host.reset(files)
  turn = await world.preparedTurn(files, await tarball(files))
  await world.ports.artifacts.put(bytesOf(files['package.json']))
  const wrote = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
  world.played.answers.push(
    answerOf(wrote('src/components/sale-banner.tsx', BANNER), wrote('.ollio/preview.tsx', PREVIEW), {
      tool: 'viewPage',
      args: { width: 375 },
    }),
    answerOf({ tool: 'finish', args: { summary: 'Made the banner.' } }),
  )
  const step = { turnId: turn.id, unreadableBefore: 0, limit: 3 }
  await callModel(world.ports, { ...step, number: 1 }, attempt())
  await runSlowTool(world.ports, { turnId: turn.id, number: 1, index: 2 }, attempt())
  const [, , viewed] = (await world.ports.steps.step(turn.id, 1))?.observations ?? []
  expect(viewed).toMatchObject({ ok: true, text: 'Summer sale\nEnds on Sunday', errors: [] })

  await callModel(world.ports, { ...step, number: 2 }, attempt())
  expect(await checkVersion(world.ports, { turnId: turn.id, number: 2, last: false }, attempt())).toBe('stands')
  const version = await world.ports.versions.versionOfTurn(turn.id)
  const [packages, ...others] = version?.checks ?? []
  expect(packages).toEqual({
    name: 'Packages',
    outcome: 'warning',
    detail: `${PRIVATE} can’t be installed here (the registry answered 404), so a stub stands in for it in checks and preview`,
  })
  expect(others.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(others.map(({ name }) => name)).toEqual(expect.arrayContaining(['Types', 'Build', 'Page', 'Accessibility', 'Layout', 'Keyboard']))
  const [script = ''] = Object.keys(version?.build ?? {}).filter((path) => path.endsWith('.js'))
  const built = new TextDecoder().decode(await world.ports.artifacts.get(version?.build[script]?.artifact ?? ''))
  expect(built).toContain(`Not installed here, replaced by a stub: ${PRIVATE}`)

  await publishVersion(world.ports, { turnId: turn.id, commitSha: await committed(world, turn), partial: false })
  const [pullRequest] = world.host.pulls
  expect(pullRequest).toMatchObject({ draft: false })
  expect(pullRequest?.body).toMatch(
    /\| Packages \| ⚠️ warning \| .*design-tokens can’t be installed here \\\(the registry answered 404\\\)/,
  )
})
