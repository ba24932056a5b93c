import { answer, stepsSoFar } from './instant-model.ts'
import type { InstantModel } from './instant-model.ts'

const CARD = `/** Greets a visitor who comes back. */
export function GreetingCard({ name }: { name: string }) {
  return (
    <section aria-label="Greeting" className="rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl text-ink">Hello, {name}</h2>
      <p className="mt-2 text-muted">Your seedlings missed you.</p>
    </section>
  )
}
`
const PREVIEW = `import { GreetingCard } from '../src/components/greeting-card'

export default function Preview() {
  return (
    <main className="p-6">
      <h1 className="text-2xl text-ink">Greetings</h1>
      <GreetingCard name="Maya" />
    </main>
  )
}
`
const COMPONENT = 'src/components/greeting-card.tsx'
const write = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
const read = (path: string) => ({ tool: 'readFile', args: { path, fromLine: null, lineCount: null } })
const finish = { tool: 'finish', args: { summary: 'A card that greets a visitor.' } }

/** Five steps: list files, write a component, write its preview, check types, finish. */
export const fiveSteps: InstantModel['script'] = (messages) => {
  switch (stepsSoFar(messages)) {
    case 0:
      return answer('I start by looking at the files.', { tool: 'listFiles', args: { path: 'src', depth: null } }, read('src/index.css'))
    case 1:
      return answer('Now I write the component.', write(COMPONENT, CARD))
    case 2:
      return answer('Now I write its preview.', write('.ollio/preview.tsx', PREVIEW))
    case 3:
      return answer('Now I check the types.', {
        tool: 'executeCommand',
        args: { command: '/template/compile_page.sh types', timeoutSeconds: null },
      })
    default:
      return answer('The work is done.', finish)
  }
}

/** Changes the card's text in each turn: read, write, finish. */
export function editEachTurn(turn: () => number): InstantModel['script'] {
  return (messages) => {
    switch (stepsSoFar(messages)) {
      case 0:
        return answer('I read the component first.', read(COMPONENT))
      case 1:
        return answer(
          'Now I change its text.',
          write(COMPONENT, CARD.replace('missed you', `missed you ${turn()} times`)),
          write('.ollio/preview.tsx', PREVIEW),
        )
      default:
        return answer('The work is done.', finish)
    }
  }
}

/** Writes eight new small files in each of `count` steps, then finishes. */
export function manyFiles(count: number): InstantModel['script'] {
  return (messages) => {
    const step = stepsSoFar(messages)
    if (step >= count) return answer('The work is done.', finish)
    return answer(`Step ${step + 1}.`, ...Array.from({ length: 8 }, (_, index) => write(`.ollio/note-${step}-${index}.txt`, `${step}\n`)))
  }
}

/** Reads or writes one small file in each of `count` steps, then finishes without changes. */
export function fileSteps(count: number): InstantModel['script'] {
  return (messages) => {
    const step = stepsSoFar(messages)
    if (step < count)
      return answer(`Step ${step + 1}.`, step % 2 === 0 ? read('src/main.tsx') : write(`.ollio/note-${step}.txt`, `${step}\n`))
    return answer('There is nothing to do.', { tool: 'finish', args: { summary: 'Nothing was changed.' } })
  }
}
