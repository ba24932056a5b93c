import type { Machine, Workspace } from './play.ts'

type Mistake = {
  /** Where the mistake shows first: in the compiler, the browser, or the check. */
  by: keyof Machine
  /** Text of the wrong code that the right code does not contain. */
  code: string
  /** A short form of the real tool's message. */
  message: string
  /** The page can't be built. */
  refuses?: boolean
}

/** All mistakes of the recordings except failed edits, which `editFile` rejects itself. */
const MISTAKES: readonly Mistake[] = [
  { by: 'executeCommand', code: '<Price amount=', message: `TS2322: Property 'amount' does not exist` },
  { by: 'executeCommand', code: 'PottedPlant', message: `TS2305: Module 'lucide-react' has no exported member 'PottedPlant'` },
  { by: 'viewPage', code: 'id={hintId} className="text-sm text-edge"', message: 'color-contrast' },
  { by: 'finish', code: `from 'radix-ui'`, message: `"radix-ui" is imported but not declared in package.json` },
  { by: 'viewPage', code: `from 'd3-scale'`, message: `Could not resolve 'd3-scale'`, refuses: true },
  { by: 'executeCommand', code: 'values[values.length - 1]', message: `TS2345: Argument of type 'number | undefined'` },
  { by: 'viewPage', code: 'variant="quiet" aria-sort=', message: 'aria-allowed-attr' },
  { by: 'executeCommand', code: 'import { badgeVariants }', message: `TS2459: declares 'badgeVariants' locally, but it is not exported` },
  { by: 'viewPage', code: 'size="icon" onClick', message: 'button-name' },
]

/** A machine that finds exactly these mistakes and keeps its messages in `seen`. */
export function machine(seen: string[] = []): Machine {
  const look = (by: keyof Machine, workspace: Workspace): Mistake | null => {
    const found = MISTAKES.find((mistake) => mistake.by === by && [...workspace.values()].some((text) => text.includes(mistake.code)))
    if (found !== undefined) seen.push(found.message)
    return found ?? null
  }
  return {
    executeCommand: (workspace) => look('executeCommand', workspace)?.message ?? null,
    viewPage: (workspace) => {
      const found = look('viewPage', workspace)
      return found === null ? null : { refuses: found.refuses ?? false, message: found.message }
    },
    finish: (workspace) => look('finish', workspace)?.message ?? null,
  }
}
