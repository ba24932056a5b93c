import { placeIn } from './place.ts'
import { writeStubs } from './stub-packages.ts'

const USAGE = 'usage: compile_page.sh page <outDir> <basePath> [stylesheet] | compile_page.sh types | compile_page.sh stubs'

/** The compiler looked at nothing. */
const UNCHECKED = 4

/** Exit codes: 0 no findings, 1 findings, 2 wrong usage, 4 types were not checked, for a reason in the first line. */
async function main(args: readonly string[]): Promise<number> {
  const place = placeIn(process.cwd(), process.env['OLLIO_PACKAGE'])
  const [task, outDir, basePath, stylesheet] = args
  writeStubs(place)
  if (task === 'stubs' && args.length === 1) return 0
  if (task === 'types' && args.length === 1) {
    const { checkTypes } = await import('./check-types.ts')
    const { findings, unchecked } = checkTypes(place)
    for (const line of unchecked === null ? findings : [unchecked, ...findings]) process.stdout.write(`${line}\n`)
    return unchecked !== null ? UNCHECKED : findings.length === 0 ? 0 : 1
  }
  if (task === 'page' && outDir && basePath && /^\/(?:[\w.~-]+\/)*$/.test(basePath) && args.length <= 4) {
    const { buildPage } = await import('./build-page.ts')
    const { errors, notes } = await buildPage({ place, outDir, basePath, stylesheet: stylesheet || null })
    for (const note of notes) process.stdout.write(`${note}\n`)
    for (const error of errors) process.stderr.write(`${error}\n`)
    return errors.length === 0 ? 0 : 1
  }
  process.stderr.write(`${USAGE}\n`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
